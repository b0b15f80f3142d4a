import { describe, expect, it } from 'vitest';
import { de } from '../words/de';
import { en } from '../words/en';
import { es } from '../words/es';
import { fr } from '../words/fr';
import { meanings } from '../words/meanings';
import { feelingWords, placeOf, wordsNear } from './feelingWords';

describe('words for feelings', () => {
  it('are 60 and more, each with a name and a meaning of its own in every language', () => {
    expect(feelingWords.length).toBeGreaterThanOrEqual(60);
    for (const [language, text] of Object.entries({ en, de, es, fr })) {
      const known = meanings[language as keyof typeof meanings];
      const names = feelingWords.map(text.journal.word);
      expect(new Set(names).size, language).toBe(feelingWords.length);
      expect(new Set(feelingWords.map((word) => known[word])).size, language).toBe(feelingWords.length);
      for (const word of feelingWords) expect(known[word].length, word).toBeGreaterThan(8);
      for (const word of feelingWords) expect(known[word].length, word).toBeLessThan(70);
    }
    for (const word of feelingWords) expect(de.journal.word(word)).not.toBe(word);
  });

  it('lie on the plane, no two at one place, and those near a place are its neighbours', () => {
    const places = feelingWords.map((word) => placeOf(word));
    expect(new Set(places.map((place) => `${place?.valence} ${place?.energy}`)).size).toBe(feelingWords.length);
    for (const place of places)
      expect(Math.max(Math.abs(place?.valence ?? 9), Math.abs(place?.energy ?? 9))).toBeLessThan(1);
    expect(wordsNear({ valence: 0.5, energy: -0.5 }, 1)).toEqual(['calm']);
    expect(wordsNear({ valence: 0.7, energy: 0.8 }, 3)).toContain('excited');
    expect(placeOf('garden')).toBeUndefined();
    expect(placeOf('toString')).toBeUndefined();
  });
});
