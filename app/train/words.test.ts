import { expect, it } from 'vitest';
import { trainingWords } from './words';

it('what is wrong with the faces is said in each language', () => {
  const said = Object.values(trainingWords).map((text) => text.faults('2303').pixelCount);
  expect(said).toEqual([
    'must have 48 × 48 = 2,304 pixels (got 2,303)',
    'es müssen 48 × 48 = 2.304 Pixel sein (hier 2.303)',
    'deben ser 48 × 48 = 2304 píxeles (aquí 2303)',
    'il faut 48 × 48 = 2\u202f304 pixels (ici 2\u202f303)',
  ]);
  for (const [language, text] of Object.entries(trainingWords)) {
    const english = trainingWords.en.faults('7');
    for (const [what, fault] of Object.entries(text.faults('7')))
      if (language !== 'en')
        expect([language, what, fault]).not.toEqual([language, what, english[what as keyof typeof english]]);
  }
  // French has a space before signs of two parts, at which no line breaks.
  for (const fault of Object.values(trainingWords.fr.faults('7'))) expect(fault).not.toMatch(/ [:;!?»]|« /);
});
