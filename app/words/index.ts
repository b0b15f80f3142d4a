/** The page's words in the language that was chosen, or the browser's. */
import { computed, effect } from '@preact/signals';
import type { Emotion } from '../../src/emotion';
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

/** "happy", "sad and angry", "not sure" */
export const inWords = (mixture: readonly Emotion[]) =>
  mixture.length === 0 ? words.value.notSure : words.value.list(mixture.map((e) => words.value.emotions[e]));
