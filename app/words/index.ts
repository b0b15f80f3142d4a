/** The page's words in the language that was chosen, or the browser's. */
import { computed, effect } from '@preact/signals';
import type { Named } from '../../src/emotion';
import { type Language, languages, settings } from '../settings/settings';
import { de } from './de';
import { en, type Words } from './en';

export type { Words } from './en';

export const messages: Readonly<Record<Language, Words>> = { en, de };

export const language = computed<Language>(() => {
  if (settings.language.value !== 'auto') return settings.language.value;
  const wanted = navigator.languages.map((tag) => tag.split('-')[0]);
  return wanted.map((tag) => languages.find((known) => known === tag)).find(Boolean) ?? 'en';
});

export const words = computed(() => messages[language.value]);

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
