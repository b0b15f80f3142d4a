/** What a file's readings add up to, face by face, in memory that does not grow with its length. */
import type { Reading } from '../../detect';
import { type Emotion, emotions, strongest as strongestOf } from '../../emotion';
import { align } from '../../face';
import { cropGrey, type Frame } from '../../media';
import { greyPng } from '../../media/node';

/** A video is divided into at most so many steps. */
const mostSteps = 400;
/** Seconds. */
const shortestStep = 0.1;
/** A moment is kept when it is this much stronger than the one before. */
const strongerBy = 0.05;
/** Seconds by which times differ from multiples of the step. */
const inexact = 5e-4;
/** … and in a video at least so strong. */
const strongEnough = 0.5;
const thumbnailSize = 96;

export interface Moment {
  time: number;
  probability: number;
  /** PNG bytes of the face. */
  png: Uint8Array;
}

export interface Person {
  id: number;
  frames: number;
  /** Mean probability of each emotion, in their order. */
  means: number[];
  meanValence: number;
  /** How often each mixture was read, "happy and sad". */
  words: Record<string, number>;
  /** Sums of probabilities in each step of the video, and how many frames they are of. */
  steps: { sums: number[]; frames: number }[];
  /** The strongest moment of each emotion that had one. */
  moments: Partial<Record<Emotion, Moment>>;
}

export interface Summary {
  source: string;
  frames: number;
  /** Seconds, 0 for a photo. */
  duration: number;
  /** Seconds up to which a video was read, where that is not its end. */
  readUntil?: number;
  /** Seconds of a step. */
  step: number;
  people: Person[];
}

/** What is summed up of a reading. */
export type SummedReading = Pick<Reading, 'id' | 'emotions' | 'named' | 'valence'>;

export const wordsOf = ({ named }: Pick<Reading, 'named'>) => (named.length === 0 ? 'not sure' : named.join(' and '));

/**
 * Adds up a file's readings.
 *
 * fps so many frames a second are read, if not all: a step holds at least one, or a report would have gaps between them
 */
export function createSummary(
  source: string,
  { duration, fps }: { duration: number; fps?: number | undefined },
  keepMoments: boolean,
) {
  const step = Math.max(duration / mostSteps, shortestStep, fps === undefined ? 0 : 1 / fps);
  const people = new Map<number, Person>();
  let frames = 0;
  let last = 0;
  const begin = (id: number): Person => {
    const person: Person = {
      id,
      frames: 0,
      means: emotions.map(() => 0),
      meanValence: 0,
      words: {},
      steps: [],
      moments: {},
    };
    people.set(id, person);
    return person;
  };
  const addReading = (time: number, reading: SummedReading): Person => {
    const person = people.get(reading.id) ?? begin(reading.id);
    const probabilities = emotions.map((e) => reading.emotions[e]);
    person.frames++;
    person.means = person.means.map((mean, i) => mean + ((probabilities[i] as number) - mean) / person.frames);
    person.meanValence += (reading.valence - person.meanValence) / person.frames;
    const words = wordsOf(reading);
    person.words[words] = (person.words[words] ?? 0) + 1;
    addToStep(person, Math.floor((Math.max(0, time) + inexact) / step), probabilities);
    return person;
  };
  return {
    add(frame: Frame, readings: readonly Reading[]) {
      frames++;
      last = frame.time;
      for (const reading of readings) {
        const person = addReading(frame.time, reading);
        if (keepMoments) keepMoment(person, frame, reading, duration > 0 ? strongEnough : 0);
      }
    },
    /** A frame whose picture is not at hand. */
    addRow(time: number, readings: readonly SummedReading[]) {
      frames++;
      for (const reading of readings) addReading(time, reading);
    },
    /** isPart whether a video was not read to its end */
    result: (isPart = false): Summary => ({
      ...{ source, frames, duration, step, people: [...people.values()] },
      ...(isPart && { readUntil: last }),
    }),
  };
}

function addToStep({ steps }: Person, at: number, probabilities: readonly number[]) {
  const place = Math.min(at, 2 * mostSteps);
  while (steps.length <= place) steps.push({ sums: emotions.map(() => 0), frames: 0 });
  const step = steps[place] as Person['steps'][number];
  step.frames++;
  step.sums = step.sums.map((sum, i) => sum + (probabilities[i] as number));
}

function keepMoment({ moments }: Person, frame: Frame, reading: Reading, least: number) {
  const strongest = emotions[strongestOf(emotions.map((e) => reading.emotions[e]))] as Emotion;
  const probability = reading.emotions[strongest];
  if (probability < Math.max(least, (moments[strongest]?.probability ?? 0) + strongerBy)) return;
  const grey = Uint8Array.from(cropGrey(frame, align(reading), thumbnailSize), Math.round);
  moments[strongest] = { time: frame.time, probability, png: greyPng(grey, thumbnailSize) };
}
