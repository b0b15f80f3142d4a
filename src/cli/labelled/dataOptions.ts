/** Options of every command that reads labelled faces, and what reading them told. */
import type { Command } from 'commander';
import {
  type Classes,
  DataError,
  type FaceForm,
  type FaceSet,
  type Faces,
  limitFaces,
  parseClasses,
  parseShares,
  type ReadNotes,
  type Split,
  type SplitShares,
  splitOf,
  splits,
} from '../../data';
import { isFolder, readFaces } from '../../data/node';
import { formOfModel } from '../../model';
import { oneOf, wholeNumber } from '../options';
import { tell, UsageError } from '../output';
import { isOfSameData, type TrainedOn, trainedOnOf } from '../training/trainedOn';

export interface DataOptions {
  votes?: string;
  classes?: string;
  without: string[];
  splitShares?: string;
  split?: string;
  limit?: string;
  seed?: string;
}

/** All but the data itself, which is an argument in one command and an option in others; train has a --seed of its own. */
export const withDataOptions = (command: Command, { seed = true } = {}) => {
  command
    .option('--votes <fer2013new.csv>', "FER+'s votes on FER2013, in the same order")
    .option(
      '--classes <names>',
      'what numbered classes are: affectnet, rafdb, fer2013, ckplus, ferplus, the names in order (angry,disgust,…), or one by one (0=angry,joie=happy)',
    )
    .option(
      '--without <names>',
      'leave out these classes, as contempt,unknown',
      (names: string, before: string[]) => [...before, ...names.split(',')],
      [],
    )
    .option('--split-shares <75,12.5,12.5|story>', 'draw training, validation and test anew, each class alike')
    .option('--limit <n>', 'at most n faces of each split, each class in its share, for a quick try');
  return seed ? command.option('--seed <n>', "seed of the splits that are drawn (the model's own, or 1)") : command;
};

export interface AskedFaces {
  /** What the model that is judged was trained on: its splits are drawn again where nobody asks for others. */
  trained?: TrainedOn | undefined;
  /** The form in which a network reads faces, where it is not 48 × 48 grey; pictures of folders are read so. */
  form?: FaceForm | undefined;
  /** Whether splits are drawn where the data has none and nobody asks for any (true); else all faces are in Training. */
  drawsSplits?: boolean;
}

/** What a packaged model wants of faces. */
export const facesFor = (model: Uint8Array): AskedFaces => ({ trained: trainedOnOf(model), form: formOfModel(model) });

/**
 * Reads the faces and tells on stderr what was left out or decided.
 *
 * asked what a network wants of them
 */
export async function readDataset(
  path: string,
  options: DataOptions,
  asked: AskedFaces = {},
): Promise<{ sets: FaceSet; notes: ReadNotes }> {
  const limit = options.limit === undefined ? undefined : wholeNumber('--limit', options.limit, 1);
  const { sets, notes } = await readAll(path, options, asked);
  for (const line of linesOf(notes)) tell(line);
  if (limit === undefined) return { sets, notes };
  const limited = splits.map((split): [Split, Faces] => [split, limitFaces(sets[split], limit)]);
  return { sets: Object.fromEntries(limited) as FaceSet, notes };
}

async function readAll(path: string, options: DataOptions, { trained, form, drawsSplits = true }: AskedFaces) {
  const shares = sharesOf(options);
  if (!drawsSplits && !shares) {
    const all = await readWith(path, options, { form, drawsSplits });
    if (!all.notes.hasSplits) return all;
  }
  const seed = options.seed === undefined ? undefined : wholeNumber('--seed', options.seed, 0);
  if (!trained || shares || seed !== undefined) return readWith(path, options, { shares, seed, form });
  if (trained.shares) {
    const again = await readWith(path, options, { ...trained, form });
    if (isOfSameData(trained, again.sets)) return again;
  }
  return readWith(path, options, { seed: trained.seed, form });
}

async function readWith(
  path: string,
  { votes, classes, without }: DataOptions,
  drawn: {
    shares?: SplitShares | undefined;
    seed?: number | undefined;
    form: FaceForm | undefined;
    drawsSplits?: boolean;
  },
) {
  let notes: ReadNotes = { leftOut: {}, broken: [], otherFiles: {}, hasSplits: true, remarks: [] };
  const sets = await readFaces(path, {
    votes,
    classes: classesOption(classes),
    without: without.filter((name) => name.trim() !== ''),
    shares: drawn.shares,
    seed: drawn.seed,
    form: drawn.form,
    drawsSplits: drawn.drawsSplits,
    onNotes: (told) => {
      notes = told;
    },
  });
  return { sets, notes };
}

const classesOption = (text: string | undefined): Classes | undefined => parsed('--classes', text, parseClasses);
const sharesOption = (text: string | undefined): SplitShares | undefined => parsed('--split-shares', text, parseShares);

/** The shares in which all splits are drawn anew; undefined where they are not. Throws a UsageError. */
export const sharesOf = ({ splitShares, split }: Pick<DataOptions, 'splitShares' | 'split'>): SplitShares | undefined =>
  sharesOption(splitShares ?? (split === 'story' ? 'story' : undefined));

function parsed<T>(option: string, text: string | undefined, parse: (text: string) => T): T | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof DataError) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}

/** A split as the data calls it: folders have train, val and test, where FER2013 has names of its own. */
export const splitNameIn = (split: Split, { paths }: ReadNotes): string =>
  paths === undefined ? split : { Training: 'train', PublicTest: 'val', PrivateTest: 'test' }[split];

/** For commands that judge one split; `story` draws the splits as this project began and judges its validation. */
export const withSplitOption = (command: Command) => command.option(splitFlags, splitText, 'PublicTest');

/** For a command that needs no split where the data has none. */
export const withAskedSplit = (command: Command) =>
  command.option(splitFlags, `${splitText} (PublicTest; all faces where the data has no splits)`);

const splitFlags = `--split <${splits.join('|')}>`;
const splitText = 'which faces, also as train, val, test; story for --split-shares story';

/** A split by its own name, or as others call it: train, val, test. */
export function splitOption(value: string, option = '--split'): Split {
  const split = value === 'story' ? 'PublicTest' : splitOf(value);
  if (!split)
    throw new UsageError(`unknown ${option} "${value}"; available: ${splits.join(', ')}, or train, val, test, story`);
  return split;
}

/** For commands that need no split: the only one they may name. */
export const withStoryOption = (command: Command) =>
  command.option('--split <story>', 'story for --split-shares story, as this project began', (value) =>
    oneOf('--split', value, ['story']),
  );

/** What the labels are called: FER2013's, or those of somebody's own folders. */
export const labelsName = async (path: string) => ((await isFolder(path)) ? "the folders' labels" : "FER2013's labels");

/** Broken pictures that are told one by one. */
const mostTold = 20;

function linesOf({ leftOut, broken, otherFiles, remarks }: ReadNotes): string[] {
  const number = (n: number) => n.toLocaleString('en');
  const counts = Object.entries(leftOut).map(([name, faces]) => `${number(faces)} ${name}`);
  const kinds = Object.entries(otherFiles).sort(([, a], [, b]) => b - a);
  return [
    ...(counts.length > 0 ? [`left out: ${counts.join(', ')}`] : []),
    ...(broken.length > 0
      ? [
          `${number(broken.length)} ${broken.length === 1 ? 'picture' : 'pictures'} could not be read and ${broken.length === 1 ? 'is' : 'are'} left out:`,
          ...broken.slice(0, mostTold).map(({ problem }) => `  ${problem}`),
          ...(broken.length > mostTold ? [`  and ${number(broken.length - mostTold)} more`] : []),
        ]
      : []),
    ...(kinds.length > 0 ? [`not pictures: ${kinds.map(([kind, n]) => `${number(n)} ${kind}`).join(', ')}`] : []),
    ...remarks,
  ];
}
