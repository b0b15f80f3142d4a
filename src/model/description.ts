/**
 * What a network of another maker has to be told about: what its outputs mean and how it wants its pixels. The same in a
 * JSON file beside it, in `createDetector` and in the page (docs/own-network.md).
 */
import * as v from 'valibot';
import { type Emotion, emotions } from '../emotion';
import { ModelError } from './registry';

/** What an output means: an emotion of ours, contempt, or none. */
export type Meaning = Emotion | 'contempt' | 'none';

export interface NetworkDescription {
  /**
   * The outputs in their order, by a name that is known in English ("anger", "happy", "surprised" …), as "Wut=angry" for any
   * other name, and "-" for an output that is no emotion (valence, "unknown").
   */
  labels: string[];
  input?:
    | {
        /** Side in pixels; what the file says if not given. */
        size?: number | undefined;
        /** 1 grey, 3 colour; what the file says if not given. */
        channels?: 1 | 3 | undefined;
        /** What black and white become: [0, 255], [0, 1], [-1, 1] …; [0, 1] where `mean` and `std` are given. */
        range?: readonly [black: number, white: number] | undefined;
        /** Subtracted then, for each channel or one for all. */
        mean?: readonly number[] | undefined;
        /** Divided by after that. */
        std?: readonly number[] | undefined;
        /** Of colours, `rgb` if not given. */
        order?: 'rgb' | 'bgr' | undefined;
        /** Whether channels come before rows (`nchw`) or last (`nhwc`); what the file says if not given. */
        layout?: 'nchw' | 'nhwc' | undefined;
      }
    | undefined;
  /** Whether the network ends with a softmax (`probabilities`); what the file says if not given. */
  outputs?: 'logits' | 'probabilities' | undefined;
}

const channelNumbers = v.pipe(
  v.array(v.pipe(v.number('must be numbers'), v.finite('must be numbers')), 'must be a list of numbers'),
  v.check((list) => list.length === 1 || list.length === 3, 'must be one number, or one for each of three channels'),
);

export const networkDescriptionSchema = v.strictObject({
  labels: v.pipe(
    v.array(v.string('must be texts'), 'must be a list of names, one for each output'),
    v.minLength(2, 'must name at least two outputs'),
  ),
  input: v.optional(
    v.strictObject({
      size: v.optional(
        v.pipe(
          v.number('must be a whole number'),
          v.integer('must be a whole number'),
          v.minValue(8, 'must be from 8 to 1024'),
          v.maxValue(1024, 'must be from 8 to 1024'),
        ),
      ),
      channels: v.optional(v.picklist([1, 3], 'must be 1 (grey) or 3 (colour)')),
      range: v.optional(
        v.pipe(
          v.tuple([v.number('must be two numbers'), v.number('must be two numbers')], 'must be two numbers'),
          v.check(([black, white]) => black !== white, 'must be two different numbers'),
        ),
      ),
      mean: v.optional(channelNumbers),
      std: v.optional(
        v.pipe(
          channelNumbers,
          v.check((list) => list.every((s) => s > 0), 'must be above 0'),
        ),
      ),
      order: v.optional(v.picklist(['rgb', 'bgr'], 'must be rgb or bgr')),
      layout: v.optional(v.picklist(['nchw', 'nhwc'], 'must be nchw or nhwc')),
    }),
  ),
  outputs: v.optional(v.picklist(['logits', 'probabilities'], 'must be logits or probabilities')),
});

/**
 * The description, checked.
 *
 * Throws a ModelError that names every entry that is unknown or has a bad value; `where` says whose it is.
 */
export function checkDescription(given: unknown, where: string): NetworkDescription {
  const result = v.safeParse(networkDescriptionSchema, given);
  if (!result.success)
    throw new ModelError(
      `${where}: ${result.issues
        .map(({ path, message, expected }) => {
          const name = path?.map(({ key }) => key).join('.') || 'the description';
          return expected === 'never'
            ? `unknown entry "${name}"`
            : `${name} ${message.startsWith('must') ? message : 'is missing or of the wrong kind'}`;
        })
        .join('; ')}`,
    );
  meaningsOf(result.output.labels, where);
  return result.output as NetworkDescription;
}

/** Names that networks have for what we name otherwise, as they are published. */
const synonyms: Readonly<Record<Exclude<Meaning, 'none'>, string>> = {
  angry: 'anger mad annoyed',
  disgust: 'disgusted disgusting',
  fear: 'afraid fearful scared',
  happy: 'happiness joy joyful smile smiling',
  sad: 'sadness unhappy',
  surprise: 'surprised suprise surprize',
  neutral: 'calm normal none_of_them no_emotion',
  contempt: 'contemptuous disdain',
};

const known = new Map<string, Meaning>(
  Object.entries(synonyms).flatMap(([meaning, names]) =>
    [meaning, ...names.split(' ')].map((name) => [name, meaning as Meaning] as const),
  ),
);

const meaningOf = (text: string): Meaning | undefined =>
  text === '-' ? 'none' : known.get(text.trim().toLowerCase().replaceAll(/[ -]/g, '_'));

/**
 * What each output means.
 *
 * Throws a ModelError that names a label which is not known, or stands there twice, and what may be said.
 */
export function meaningsOf(labels: readonly string[], where: string): Meaning[] {
  const may = `${emotions.join(', ')}, contempt, or - for an output that is no emotion`;
  const meanings = labels.map((label) => {
    const [name = '', told] = label.split('=').map((part) => part.trim());
    const meaning = meaningOf(told ?? name);
    if (!meaning)
      throw new ModelError(
        told === undefined
          ? `${where}: what does the label "${name}" mean? Say it as "${name || 'name'}=happy", with one of ${may}`
          : `${where}: "${label}": unknown emotion "${told}"; there are ${may}`,
        { what: 'label', got: told ?? name },
      );
    return meaning;
  });
  const twice = meanings.find((meaning, i) => meaning !== 'none' && meanings.indexOf(meaning) !== i);
  if (twice)
    throw new ModelError(`${where}: two labels mean "${twice}"; each emotion may stand there once`, {
      what: 'twice',
      got: twice,
    });
  if (meanings.filter((meaning) => meaning !== 'none' && meaning !== 'contempt').length < 2)
    throw new ModelError(`${where}: at least two labels must be emotions (${may})`, { what: 'few', got: '' });
  return meanings;
}
