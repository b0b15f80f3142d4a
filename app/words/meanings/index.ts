/** What each word for a feeling means, in a line; apart from the other words, as the live page does not need it. */
import type { FeelingWord } from '../../journal/feelingWords';
import type { Language } from '../../settings/settings';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';

export type Meanings = Readonly<Record<FeelingWord, string>>;

export const meanings: Readonly<Record<Language, Meanings>> = { en, de, es, fr };
