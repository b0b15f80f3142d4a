/** What a data set holds: counts, copies, and how far ten people agree with its labels. */
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { copyGroups, nearPairs, type Place } from './duplicates';
import { countOf, type FaceSet, type Split, splits, voteColumns } from './faces';
import { isNotAFace } from './judge';

export interface Copies {
  /** Rows in all, and different pictures among them. */
  rows: number;
  distinct: number;
  /** Pictures that occur more than once; those of them in more than one split; those with more than one label. */
  groups: number;
  acrossSplits: number;
  conflictingLabels: number;
  /** Rows of PrivateTest that have a copy elsewhere (another row, in whatever split), and in Training. */
  privateTestCopied: number;
  privateTestInTraining: number;
  /** Of those in Training the rows that have the same label there: right for whoever remembers Training. */
  privateTestKnown: number;
}

export interface Agreement {
  /** Faces of the class that have votes. */
  faces: number;
  /** Share of all votes that are for the label. */
  votes: number;
  /** Share of faces whose majority (FER+'s rule) is the label. */
  majority: number;
  /** Faces by FER+'s majority: its eight emotions, then "no majority" (unknown and not a face among them). */
  instead: number[];
}

export interface Description {
  /** Faces by split and class. */
  counts: Record<Split, number[]>;
  copies: Copies;
  near: { pairs: number; acrossSplits: number; conflictingLabels: number; examples: [Place, Place][] };
  /** With votes: by class. */
  agreement?: Agreement[];
  /** With votes: faces in which more than half of the people see no face. */
  noFace?: Place[];
}

export const majorityNames = [...ferplusEmotions, 'no majority'];

const labelIn =
  (sets: FaceSet) =>
  ({ split, index }: Place) =>
    sets[split].labels[index] as number;

export function describe(sets: FaceSet): Description {
  const counts = Object.fromEntries(
    splits.map((split) => {
      const perClass = emotions.map(() => 0);
      for (const label of sets[split].labels) perClass[label] = (perClass[label] as number) + 1;
      return [split, perClass];
    }),
  ) as Record<Split, number[]>;
  const labelOf = labelIn(sets);
  const near = nearPairs(sets);
  const voted = splits.every((split) => sets[split].votes);
  return {
    counts,
    copies: countCopies(sets),
    near: {
      pairs: near.length,
      acrossSplits: near.filter(([a, b]) => a.split !== b.split).length,
      conflictingLabels: near.filter(([a, b]) => labelOf(a) !== labelOf(b)).length,
      examples: near.slice(0, 12),
    },
    ...(voted && { agreement: agreementByClass(sets), noFace: withoutFace(sets) }),
  };
}

function countCopies(sets: FaceSet): Copies {
  const labelOf = labelIn(sets);
  const groups = copyGroups(sets);
  const rows = splits.reduce((sum, split) => sum + countOf(sets[split]), 0);
  const spread = (group: Place[]) => new Set(group.map((p) => p.split)).size > 1;
  const labels = (group: Place[]) => new Set(group.map(labelOf));
  const ofPrivate = (group: Place[]) => group.filter((p) => p.split === 'PrivateTest').length;
  const total = (some: Place[][], count: (group: Place[]) => number) => some.reduce((sum, g) => sum + count(g), 0);
  return {
    rows,
    distinct: rows - total(groups, (group) => group.length - 1),
    groups: groups.length,
    acrossSplits: groups.filter(spread).length,
    conflictingLabels: groups.filter((group) => labels(group).size > 1).length,
    privateTestCopied: total(groups.filter(spread), ofPrivate),
    privateTestInTraining: total(
      groups.filter((group) => group.some((p) => p.split === 'Training')),
      ofPrivate,
    ),
    privateTestKnown: total(groups, (group) => {
      const known = group.filter((p) => p.split === 'Training').map(labelOf);
      return group.filter((p) => p.split === 'PrivateTest' && known.includes(labelOf(p))).length;
    }),
  };
}

function agreementByClass(sets: FaceSet): Agreement[] {
  return emotions.map((emotion, label) => {
    const column = ferplusEmotions.findIndex((name) => ferplusMeaning[name] === emotion);
    const instead = majorityNames.map(() => 0);
    let [faces, all, agreeing] = [0, 0, 0];
    for (const split of splits) {
      const { labels, votes } = sets[split];
      if (!votes) continue;
      labels.forEach((l, i) => {
        if (l !== label) return;
        const row = votes.counts.subarray(i * voteColumns, (i + 1) * voteColumns);
        faces++;
        all += row.reduce((sum, v) => sum + v, 0);
        agreeing += row[column] as number;
        const majority = votes.majority[i] as number;
        const place = majority < 0 ? majorityNames.length - 1 : majority;
        instead[place] = (instead[place] as number) + 1;
      });
    }
    return { faces, votes: agreeing / (all || 1), majority: (instead[column] as number) / (faces || 1), instead };
  });
}

function withoutFace(sets: FaceSet): Place[] {
  return splits.flatMap((split) => {
    const places = Array.from({ length: countOf(sets[split]) }, (_, index) => ({ split, index }));
    return places.filter(({ index }) => isNotAFace(sets[split], index));
  });
}
