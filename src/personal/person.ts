/** What a person said of their own face, as it is kept: numbers and words, no pictures. */
import * as v from 'valibot';
import { type Emotion, type Expression, emotions } from '../emotion';
import type { NetworkVersion } from '../model';
import { described, ruleOf } from '../options';

export interface Correction {
  /** When the face was seen, ISO 8601. */
  time: string;
  /** Which network read it. */
  network: NetworkVersion;
  /** What the network gave for each of `emotions`, to three digits. */
  probabilities: number[];
  /** At most 64 numbers that are made of the network's last layer, to three digits; none from networks that don't tell. */
  features: number[];
  /** What the person says it shows: one emotion, or two for a mixture. */
  said: Emotion[];
}

/** All that is known of a person. JSON as it is. */
export interface Person {
  kind: 'feeling person';
  version: 1;
  corrections: Correction[];
}

/** More corrections than these are not kept: the oldest go. */
export const mostCorrections = 300;

/**
 * A person of whom nothing is known yet.
 *
 * @example
 * import { createDetector, newPerson } from 'feeling';
 * const detector = await createDetector({ person: newPerson() });
 * const [reading] = await detector.detect('photo.jpg');
 * const person = reading ? detector.correct(reading, 'happy') : newPerson();
 * person.corrections.length; // → 1
 * await detector.close();
 */
export const newPerson = (): Person => ({ kind: 'feeling person', version: 1, corrections: [] });

const emotion = v.picklist(
  emotions,
  ({ input }) => `unknown emotion ${described(input)}; available: ${emotions.join(', ')}`,
);
const finite = v.pipe(v.number('must be a number'), v.finite('must be a finite number'));

export const correctionSchema = v.strictObject({
  time: v.pipe(
    v.string('must be a time, like 2026-03-01T08:30:00Z'),
    v.check((text) => !Number.isNaN(Date.parse(text)), 'must be a time, like 2026-03-01T08:30:00Z'),
  ),
  network: v.strictObject({ name: v.string('must be a text'), version: v.string('must be a text') }),
  probabilities: v.pipe(
    v.array(v.pipe(finite, v.minValue(0, 'must be from 0 to 1'), v.maxValue(1, 'must be from 0 to 1'))),
    v.length(emotions.length, `must be ${emotions.length} numbers`),
    v.check((list) => Math.abs(list.reduce((a, b) => a + b, 0) - 1) < 0.05, 'must sum to 1'),
  ),
  features: v.pipe(v.array(finite), v.maxLength(64, 'must be at most 64 numbers')),
  said: v.pipe(
    v.array(emotion),
    v.minLength(1, 'must name an emotion, or two for a mixture'),
    v.maxLength(2, 'must name an emotion, or two for a mixture'),
    v.check(([first, second]) => first !== second, 'must name two different emotions'),
  ),
});

const personSchema = v.strictObject({
  kind: v.literal('feeling person'),
  version: v.literal(1),
  corrections: v.array(correctionSchema),
});

/**
 * What was given as a person is none, or a later version wrote it.
 *
 * @example
 * import { createDetector, PersonError } from 'feeling';
 * const person = JSON.parse('{"name":"me"}');
 * await createDetector({ person }).catch((error) => error instanceof PersonError); // → true
 */
export class PersonError extends Error {
  override name = 'PersonError';
}

/**
 * A person as JSON has it, checked.
 *
 * where what it is called in errors: a file's name, or `person`
 *
 * Throws a PersonError that names the entry and what would be right.
 */
export function readPerson(given: unknown, where: string): Person {
  const { kind, version } = (given ?? {}) as { kind?: unknown; version?: unknown };
  if (kind !== 'feeling person') throw new PersonError(`${where}: not a person's file; feeling learn makes one`);
  if (typeof version === 'number' && version > 1)
    throw new PersonError(`${where}: written by a later feeling (version ${version}; this one reads version 1)`);
  const result = v.safeParse(personSchema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = issue.path?.map(({ key }) => (typeof key === 'number' ? key + 1 : String(key))).join('.') ?? '';
  const expected = issue.expected === 'never' ? 'is not known' : ruleOf(issue);
  throw new PersonError(
    `${where}: ${place} ${expected}${issue.expected === 'never' || !expected.startsWith('must') ? '' : ` (got ${described(issue.input)})`}`,
  );
}

const threeDigits = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toPrecision(3)));

/** What a person says of a face that was read. */
export function correctionOf(
  { probabilities, features = new Float32Array() }: Expression,
  said: readonly Emotion[],
  { time, network }: { time: Date; network: NetworkVersion },
): Correction {
  return {
    time: time.toISOString(),
    network,
    probabilities: threeDigits(probabilities),
    features: threeDigits(features),
    said: [...said],
  };
}

/** Whether the same was said of the very same reading before, as of a picture that is given a second time. */
export function isKnown({ corrections }: Person, expression: Expression, said: readonly Emotion[]): boolean {
  const numbersOf = ({ probabilities, features }: Pick<Correction, 'probabilities' | 'features'>) =>
    [...probabilities, ...features].join();
  const numbers = numbersOf({
    probabilities: threeDigits(expression.probabilities),
    features: threeDigits(expression.features ?? []),
  });
  const words = [...said].sort().join();
  return corrections.some((known) => [...known.said].sort().join() === words && numbersOf(known) === numbers);
}

/** The person with one more correction. */
export function withCorrection(person: Person, correction: Correction): Person {
  const corrections = [...person.corrections, correction]
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
    .slice(-mostCorrections);
  return { ...person, corrections };
}
