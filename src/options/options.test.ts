import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { alternatives, checkedOptions, described, nearest, requireKnown, ruleOf } from './index';
import { editDistance } from './nearest';

const share = v.optional(v.pipe(v.number('must be a number'), v.maxValue(1, 'must be at most 1')), 0.3);
const entries = { threshold: share, model: v.optional(v.string('must be a name'), 'compact') };
const check = (given: unknown) => checkedOptions('createThing', entries, given);

describe('checkedOptions', () => {
  it('fills in defaults', () => {
    expect(check({})).toEqual({ threshold: 0.3, model: 'compact' });
    expect(check({ threshold: undefined, model: 'tiny' })).toEqual({ threshold: 0.3, model: 'tiny' });
  });

  it('names every bad option, its value, and the rule', () => {
    expect(() => check({ threshold: 2 })).toThrow(new TypeError('threshold must be at most 1 (got 2)'));
    expect(() => check({ threshold: '0.5', model: null })).toThrow(
      'threshold must be a number (got "0.5"); model must be a name (got null)',
    );
  });

  it('names an unknown option and the nearest one that is known', () => {
    expect(() => check({ treshold: 0.5 })).toThrow(
      'createThing has no option "treshold"; did you mean "threshold"? (others: model)',
    );
    expect(() => checkedOptions('close', {}, { now: true })).toThrow('close has no option "now"; it takes none');
  });

  it('suggests nothing that is another word, but says whose option it is', () => {
    const createThing = { taker: 'createThing', known: Object.keys(entries) };
    const use = (given: unknown) => checkedOptions('use', { signal: v.optional(v.string()) }, given, createThing);
    expect(() => use({ treshold: 0.5 })).toThrow(
      new TypeError('use has no option "treshold"; it takes signal, and createThing takes "threshold"'),
    );
    expect(() => use({ colour: 1 })).toThrow(new TypeError('use has no option "colour"; it takes signal'));
    expect(() => use({ signals: 1 })).toThrow(new TypeError('use has no option "signals"; did you mean "signal"?'));
  });

  it.each([
    ['compact', '"compact"'],
    [7, '7'],
    [null, 'null'],
    [[1], 'an Array'],
  ])('refuses %j in place of an object of options', (given, shown) => {
    expect(() => check(given)).toThrow(`createThing: options must be an object (got ${shown})`);
  });
});

describe('nearest', () => {
  const known = ['faceDetector', 'model', 'threshold', 'maxMegapixels', 'signal'];
  it.each([
    ['treshold', 'threshold'],
    ['megapixels', 'maxMegapixels'],
    ['faces', 'faceDetector'],
    ['modle', 'model'],
    ['Threshold', 'threshold'],
    ['facedetector', 'faceDetector'],
    ['abortSignal', 'signal'],
  ])('%s: %s', (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it.each(['treshold', 'fps', 'x', 'colour'])('%s: none, where all others are another word', (name) => {
    expect(nearest(name, ['signal', 'time'])).toBeUndefined();
  });

  it('edit distance is a distance: 0 only for the same, symmetric, never above the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const between = editDistance(a, b);
        return (
          (between === 0) === (a === b) && between === editDistance(b, a) && between <= Math.max(a.length, b.length)
        );
      }),
    );
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});

describe('described', () => {
  it('shows values as people write them', () => {
    expect([2, undefined, 'x', new Float32Array(1), new Map(), {}, () => 0].map(described)).toEqual([
      '2',
      'undefined',
      '"x"',
      'a Float32Array',
      'a Map',
      'an object',
      'a function',
    ]);
    expect(described('a'.repeat(100))).toHaveLength(63);
  });
});

describe('requireKnown', () => {
  it('lets known options pass and names one that is unknown', () => {
    const known = { recipe: true, signal: true } as const;
    expect(() => requireKnown('fit', known, { recipe: 1, signal: undefined })).not.toThrow();
    expect(() => requireKnown('fit', known, { recipe: 1, signals: 2 } as object as { recipe: 1; signal: 2 })).toThrow(
      new TypeError('fit has no option "signals"; did you mean "signal"? (others: recipe)'),
    );
  });
});

it('alternatives are named as in a sentence', () => {
  expect(['a', 'a b', 'a b c'].map((names) => alternatives(names.split(' ')))).toEqual(['a', 'a or b', 'a, b, or c']);
});

describe('ruleOf', () => {
  it.each([
    [v.pipe(v.number(), v.minValue(-1)), -2, 'must be at least −1'],
    [v.pipe(v.number(), v.maxValue(86_400)), 1e6, 'must be at most 86,400'],
    [v.pipe(v.number(), v.integer()), 0.5, 'must be a whole number'],
    [v.number(), '1', 'must be a number'],
    [v.string(), 1, 'must be a text'],
    [v.array(v.string()), {}, 'must be a list'],
    [v.strictObject({ a: v.string() }), 7, 'must be an object'],
    [v.strictObject({ a: v.string() }), {}, 'is missing'],
    [v.record(v.string(), v.string()), 7, 'must be an object'],
    [v.literal('journal'), 'diary', 'must be "journal"'],
    [v.literal(1), 2, 'must be 1'],
    [v.picklist(['walk', 'call']), 'run', 'must be walk or call'],
    [v.picklist(['walk']), 'run', 'must be walk'],
    [v.pipe(v.string(), v.regex(/^a$/, 'must be an a')), 'b', 'must be an a'],
  ])('says it in words (%#)', (schema, value, rule) => {
    const [issue] = v.safeParse(schema as v.GenericSchema, value).issues ?? [];
    expect(ruleOf(issue as v.BaseIssue<unknown>)).toBe(rule);
  });
});
