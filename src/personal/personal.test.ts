import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Emotion, type Expression, emotions, strongest } from '../emotion';
import { seededRandom } from '../graph';
import { adapt } from './adapt';
import { type Correction, correctionOf, mostCorrections, newPerson, readPerson, withCorrection } from './person';
import { sentenceOf } from './sentence';

const network = { name: 'compact', version: 'aaaaaaaaaaaa' };
const noon = Date.parse('2026-03-01T12:00:00Z');
const day = 86_400_000;
const at = (emotion: Emotion) => emotions.indexOf(emotion);

/** A reading of the emotion that is rather sure, and features that hang on it. */
const expressionArbitrary: fc.Arbitrary<Expression> = fc
  .tuple(
    fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 7, maxLength: 7 }),
    fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 }),
  )
  .map(([logits, features]) => ({
    probabilities: softmax(logits),
    readable: 1,
    features: Float32Array.from(features),
  }));
const emotionArbitrary = fc.constantFrom(...emotions);

function softmax(logits: readonly number[]): Float32Array {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return Float32Array.from(powers, (p) => p / sum);
}

interface Seen {
  expression: Expression;
  shows: Emotion;
}

/**
 * A person whose face at rest the network takes for sad: of pictures that show neutral, happy or surprise it is as sure as
 * of anybody's, but `sad` gains so much.
 */
function pictures(seed: number, count: number, gain = 1.6): Seen[] {
  const random = seededRandom(seed);
  const means = new Map(
    emotions.map((emotion) => [emotion, Array.from({ length: 8 }, () => random.normal())] as const),
  );
  return Array.from({ length: count }, (_, i) => {
    const shows = (['neutral', 'happy', 'neutral', 'surprise'] as const)[i % 4] as Emotion;
    const logits = emotions.map((emotion) => (emotion === shows ? 2 : 0) + 0.4 * random.normal());
    logits[at('sad')] = (logits[at('sad')] as number) + gain + (shows === 'neutral' ? 0.8 : 0);
    const features = Float32Array.from(means.get(shows) as number[], (mean) => mean + 0.5 * random.normal());
    return { expression: { probabilities: softmax(logits), readable: 1, features }, shows };
  });
}

const corrections = (seen: readonly Seen[], time = (i: number) => noon + 1000 * i) =>
  seen.map(({ expression, shows }, i) => correctionOf(expression, [shows], { time: new Date(time(i)), network }));
const personOf = (list: readonly Correction[]) => ({ ...newPerson(), corrections: [...list] });
const wrong = (seen: readonly Seen[], apply: (e: Expression) => Expression) =>
  seen.filter(({ expression, shows }) => strongest(apply(expression).probabilities) !== at(shows)).length;

describe('adapt', () => {
  it('changes nothing without corrections', () => {
    fc.assert(
      fc.property(expressionArbitrary, (expression) => {
        expect(adapt(newPerson(), network).apply(expression)).toBe(expression);
      }),
    );
  });

  it('changes nothing for corrections that contradict each other', () => {
    fc.assert(
      fc.property(
        fc.array(expressionArbitrary, { minLength: 1, maxLength: 4 }),
        emotionArbitrary,
        emotionArbitrary,
        expressionArbitrary,
        (seen, first, second, later) => {
          fc.pre(first !== second);
          const both = seen.flatMap((expression) =>
            [first, second].map((said) => correctionOf(expression, [said], { time: new Date(noon), network })),
          );
          const { probabilities } = adapt(personOf(both), network).apply(later);
          probabilities.forEach((p, i) => {
            expect(p).toBeCloseTo(later.probabilities[i] as number, 6);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the same whatever the order of the corrections', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(expressionArbitrary, emotionArbitrary), { minLength: 2, maxLength: 12 }),
        fc.integer(),
        expressionArbitrary,
        (said, seed, later) => {
          const list = corrections(said.map(([expression, shows]) => ({ expression, shows })));
          const random = seededRandom(seed);
          const mixed = list.map((c) => [random.uniform(), c] as const).sort(([a], [b]) => a - b);
          const [one, other] = [list, mixed.map(([, c]) => c)].map((l) => adapt(personOf(l), network).apply(later));
          expect(other?.probabilities).toEqual(one?.probabilities);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads a person whose face at rest looks sad to the network, from ten corrections', () => {
    for (const seed of [1, 2, 3]) {
      const seen = pictures(seed, 110);
      const others = seen.slice(10);
      const { apply, learned } = adapt(personOf(corrections(seen.slice(0, 10))), network);
      const before = wrong(others, (e) => e);
      expect(before).toBeGreaterThan(30);
      expect(wrong(others, apply)).toBeLessThan(0.4 * before);
      expect(learned.rightAfter).toBeGreaterThan(learned.rightBefore);
      expect(learned.told[0]).toEqual({ said: 'neutral', from: 'sad' });
    }
  });

  it('changes nothing for a person who is read right', () => {
    for (const seed of [1, 2, 3]) {
      const seen = pictures(seed, 20, -3);
      const { apply, learned } = adapt(personOf(corrections(seen)), network);
      expect(learned.rightBefore).toBe(20);
      expect(learned.strength).toBe(0);
      expect(wrong(seen, apply)).toBe(0);
    }
  });

  it('does not let one false correction among twenty turn the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(19),
        emotionArbitrary,
        fc.constantFrom(-3, 0, 1.6),
        (seed, place, label, gain) => {
          const seen = pictures(seed, 20, gain);
          const poisoned = seen.map((picture, i) => (i === place ? { ...picture, shows: label } : picture));
          const { apply } = adapt(personOf(corrections(poisoned)), network);
          const others = seen.filter((_, i) => i !== place);
          const lost = others.filter(
            ({ expression, shows }) =>
              strongest(expression.probabilities) === at(shows) &&
              strongest(apply(expression).probabilities) !== at(shows),
          );
          expect(lost).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('follows a change of the face: new corrections count more than old ones', () => {
    const [before, now] = [pictures(4, 12), pictures(4, 12, -3)];
    // With a beard the same features show what they show to anybody; two years later.
    const shaved = now.map(({ expression, shows }, i) => ({
      shows: i % 4 === 0 ? ('angry' as const) : shows,
      expression: { ...(before[i] as Seen).expression, readable: expression.readable },
    }));
    const old = corrections(before, (i) => noon - 730 * day + i);
    const { apply } = adapt(personOf([...old, ...corrections(shaved)]), network);
    const rest = shaved.filter(({ shows }) => shows === 'angry');
    expect(rest).toHaveLength(3);
    expect(wrong(rest, apply)).toBeLessThanOrEqual(1);
  });

  it('reads a face that moved a little like corrections that are nearly one picture', () => {
    const [first] = pictures(1, 1) as [Seen];
    const moved = (by: number): Expression => ({
      ...first.expression,
      features: (first.expression.features as Float32Array).map((value, i) => value + by * Math.sin(i + 40 * by)),
    });
    const seen = [0.01, 0.02, 0.03].map((by) => ({ expression: moved(by), shows: 'neutral' as const }));
    const { apply, learned } = adapt(personOf(corrections(seen)), network);
    expect(learned).toMatchObject({ rightBefore: 0, rightAfter: 3, strength: 1 });
    const [same, other] = [apply(moved(0.02)), apply(moved(0.4))].map(
      ({ probabilities }) => probabilities[at('neutral')],
    );
    expect(Math.abs((same as number) - (other as number))).toBeLessThan(0.15);
  });

  it('takes offsets alone from what was said of another version of the network, and nothing from other networks', () => {
    const seen = pictures(1, 30);
    const list = corrections(seen.slice(0, 10));
    const later = adapt(personOf(list), { name: 'compact', version: 'bbbbbbbbbbbb' });
    expect(later.learned.corrections).toBe(10);
    const others = seen.slice(10);
    expect(wrong(others, later.apply)).toBeLessThan(wrong(others, (e) => e));
    expect(adapt(personOf(list), { name: 'tiny', version: 'cccccccccccc' }).learned.corrections).toBe(0);
  });
});

describe('a person', () => {
  const [first] = corrections(pictures(1, 1));

  it('is read as it was written, with at most three digits a number', () => {
    const person = personOf(corrections(pictures(1, 3)));
    expect(readPerson(JSON.parse(JSON.stringify(person)), 'me.json')).toEqual(person);
    for (const { probabilities, features } of person.corrections)
      for (const value of [...probabilities, ...features]) expect(Number(value.toPrecision(3))).toBe(value);
  });

  it('keeps the newest corrections in the order of their times', () => {
    let person = newPerson();
    for (let i = 0; i <= mostCorrections; i++)
      person = withCorrection(person, { ...(first as Correction), time: new Date(noon - i * day).toISOString() });
    expect(person.corrections).toHaveLength(mostCorrections);
    expect(person.corrections.at(-1)?.time).toBe(new Date(noon).toISOString());
  });

  it.each([
    [{}, "me.json: not a person's file; feeling learn makes one"],
    [null, "me.json: not a person's file; feeling learn makes one"],
    [
      { kind: 'feeling person', version: 2, corrections: [] },
      'me.json: written by a later feeling (version 2; this one reads version 1)',
    ],
    [
      { kind: 'feeling person', version: 1, corrections: [{ ...first, said: ['glad'] }] },
      'me.json: corrections.1.said.1 unknown emotion "glad"; available: angry, disgust, fear, happy, sad, surprise, neutral',
    ],
    [
      { kind: 'feeling person', version: 1, corrections: [{ ...first, probabilities: [1, 0] }] },
      'me.json: corrections.1.probabilities must be 7 numbers (got an Array)',
    ],
    [
      { kind: 'feeling person', version: 1, corrections: [{ ...first, picture: 'data:' }] },
      'me.json: corrections.1.picture is not known',
    ],
    [{ kind: 'feeling person', version: 1, corrections: {} }, 'me.json: corrections must be a list (got an object)'],
    [{ kind: 'feeling person', version: 1 }, 'me.json: corrections is missing'],
  ])('rejects %j', (given, message) => {
    expect(() => readPerson(given, 'me.json')).toThrow(message);
  });
});

it('says in words what was learned', () => {
  expect(
    sentenceOf({
      corrections: 14,
      rightBefore: 9,
      rightAfter: 13,
      strength: 1,
      told: [{ said: 'neutral', from: 'sad' }],
    }),
  ).toBe('from 14 corrections: neutral is now told from sad; on your own pictures right 13 of 14 times instead of 9');
});
