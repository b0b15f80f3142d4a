/** The page's words in the language that was chosen, or the browser's. English is there at once, the others when wanted. */
import { batch, computed, effect, signal } from '@preact/signals';
import type { Named } from '../../src/emotion';
import { type Language, languages, settings } from '../settings/settings';
import { en, type Words } from './en';

export type { Words } from './en';

/** As each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
};

const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Words>>> = {
  de: async () => (await import('./de')).de,
  es: async () => (await import('./es')).es,
  fr: async () => (await import('./fr')).fr,
};

const wanted = computed<Language>(() => {
  if (settings.language.value !== 'auto') return settings.language.value;
  const liked = navigator.languages.map((tag) => tag.split('-')[0]);
  return liked.map((tag) => languages.find((known) => known === tag)).find(Boolean) ?? 'en';
});

/** The language that is shown: the wanted one, once its words are there. */
export const language = signal<Language>('en');
export const words = signal<Words>(en);

async function show(name: Language) {
  const text = name === 'en' ? en : await loaders[name]();
  if (name !== wanted.peek()) return;
  batch(() => {
    language.value = name;
    words.value = text;
  });
}

/** The words are there with which the page begins. Where they cannot be had, it begins in English. */
export const wordsReady = new Promise<void>((resolve) => {
  effect(() => {
    // What is shown stays where other words cannot be had.
    show(wanted.value)
      .catch(() => {})
      .then(resolve);
  });
});

effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dir = words.value.direction;
});

/** "happy", "sad and angry", "mostly neutral, a little happy", "not sure" */
export function inWords(said: Named): string {
  const { main, little } = inParts(said);
  return little === undefined ? main : `${main}, ${little}`;
}

/** "mostly neutral" and "a little happy"; what is as strong is one part. */
export function inParts({ named, mostly }: Named): { main: string; little?: string } {
  const { notSure, list, emotions, mostly: most, aLittle } = words.value;
  const [main, ...others] = named.map((emotion) => emotions[emotion]);
  if (main === undefined) return { main: notSure };
  return mostly ? { main: most(main), little: aLittle(list(others)) } : { main: list([main, ...others]) };
}
