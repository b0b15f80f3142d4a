import { describe, expect, it } from 'vitest';
import { activities } from '../../src/mood';
import { usualTags } from '../journal/icons';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';

const others = { de, es, fr };

/** Texts, by their place: "journal.ends.high"; a function's, as it says them of a few samples. */
function textsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value === 'function') return new Map(saidBy(value as (...args: unknown[]) => unknown, path));
  const within = Object.entries(value as object).flatMap(([name, part]) => [
    ...textsOf(part, path ? `${path}.${name}` : name),
  ]);
  return new Map(within);
}

const samples: readonly (readonly unknown[])[] = [
  [0, 0, 0, 0, 0],
  [1, 1, 1, 1, 1],
  [-1, -1, -1, -1, -1],
  [7, 3, 9, 5, 2],
  ['Q', 'Q', 'Q', 'Q', 'Q'],
  ['Q', true, 'Q', 'Q', 3],
  ['Q', 4, 0.5],
  ['Q', 4, 0],
  [5, ['Q']],
  ['week', 3, 0.4],
  [0, '2026-03-01'],
  [-4, '2026-03-01'],
  ['valence', 0.9],
  ['valence', 0.3],
  ['energy', -0.3],
  ['energy', 0],
  [activities[0], 3, { value: 0.2, margin: 0.1 }],
  [new Date(0), new Date(0)],
  [['Q']],
  [['Q', 'Q', 'Q']],
  [
    [
      { name: 'Q', times: 2 },
      { name: 'Q', times: 1 },
    ],
  ],
];

function saidBy(say: (...args: unknown[]) => unknown, path: string): [string, string][] {
  return samples.flatMap((sample, i): [string, string][] => {
    try {
      const said = say(...sample);
      const isMeant = typeof said === 'string' && said !== sample[0] && !notMeant.test(said);
      return isMeant ? [[`${path}(${i})`, said]] : [];
    } catch {
      return [];
    }
  });
}

/** What a text looks like that was given values it is not made for. */
const notMeant = /undefined|NaN|\[object|GMT|Q,Q|true|valence|week|energy|breathing/;

/** What is there, without what it says. */
function shape(value: unknown): unknown {
  if (typeof value === 'function') return `function of ${value.length}`;
  if (typeof value !== 'object' || value === null) return typeof value;
  if (Array.isArray(value)) return value.map(shape);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shape(part)]));
}

/** Words that are the same in another language. */
const alike: Readonly<Record<keyof typeof others, readonly string[]>> = {
  de: ['neutral', 'Live', 'Laptop'],
  es: [],
  fr: ['surprise', 'Journal', 'Pause', 'Note'],
};
/** Dates come from the browser's own tables. */
const isDate = (path: string) => /\.(weekdayShort|monthName)\(/.test(path);
/** Names, units and signs, which are the same everywhere. */
const isName = (text: string) =>
  !/\p{L}/u.test(text.replaceAll(/\b(ltr|rtl|MTCNN|WebAssembly|WebGPU|min|ms|s|Q)\b/g, ''));
/** Frequent words of English that none of the others has. */
const english =
  /(?<![\p{L}’])(the|and|your|with|this|that|from|not|are|were|of|you|it|for|day|days|entries|camera)(?!\p{L})/iu;

describe('the words of each language', () => {
  for (const [language, text] of Object.entries(others)) {
    it(`${language} has all that English has, and nothing else`, () => {
      expect(shape(text)).toEqual(shape(en));
    });

    it(`${language} leaves nothing in English`, () => {
      const original = textsOf(en);
      const left = [...textsOf(text)].filter(([path, said]) => {
        const isSame = said === original.get(path) && !isName(said) && !isDate(path);
        const bare = said.replaceAll(/\b(feeling models pull \w+|npm install \S+|ImageNet|Daylio)\b/g, '');
        return (isSame && !alike[language as keyof typeof others].includes(said)) || english.test(bare);
      });
      expect(left.map(([path, said]) => `${path}: ${said}`)).toEqual([]);
    });

    it(`${language} calls every usual tag by a name of its own`, () => {
      const names = usualTags.map(text.journal.tag);
      expect(new Set(names).size).toBe(usualTags.length);
    });
  }

  it('numbers, weekdays and months are as each language writes them', () => {
    expect([en, de, es, fr].map((text) => text.number(-0.26, 2))).toEqual(['−0.26', '−0,26', '−0,26', '−0,26']);
    expect([en, de, es, fr].map((text) => text.number(-0.001, 2))).toEqual(['0.00', '0,00', '0,00', '0,00']);
    expect([en, de, es, fr].map((text) => text.number(1234.5, 1))).toEqual(['1234.5', '1234,5', '1234,5', '1234,5']);
    expect([en, de, es, fr].map((text) => text.trends.weekday(3))).toEqual([
      'Wednesday',
      'Mittwoch',
      'miércoles',
      'mercredi',
    ]);
    expect([en, de, es, fr].map((text) => text.trends.weekdayShort(0))).toEqual(['Su', 'So', 'do', 'di']);
    expect([en, de, es, fr].map((text) => text.journal.calendar.month(31))).toEqual([
      'February 1970',
      'Februar 1970',
      'Febrero de 1970',
      'Février 1970',
    ]);
    expect([en, de, es, fr].map((text) => text.list(['a', 'b', 'c']))).toEqual([
      'a, b and c',
      'a, b und c',
      'a, b y c',
      'a, b et c',
    ]);
    expect(es.list(['alegre', 'inquieto'])).toBe('alegre e inquieto');
  });

  it('French signs of two parts never stand at the beginning of a line', () => {
    for (const [path, said] of textsOf(fr)) expect(said, path).not.toMatch(/ [:;!?%»]|« /);
  });

  it('Spanish questions open as they close', () => {
    for (const [path, said] of textsOf(es))
      expect(said.match(/¿/g)?.length ?? 0, `${path}: ${said}`).toBe(said.match(/\?/g)?.length ?? 0);
  });
});
