/** What a data set looks like, as a page. */
import { splits } from '../data';
import { type Description, majorityNames } from '../data/node';
import { emotions, type FerplusEmotion, ferplusEmotions, ferplusMeaning } from '../emotion';
import { classBars } from './bars';
import { confusionMatrix } from './confusion';
import { type FacePicture, faceGrid, faceRows, htmlTable, page, percent, type Section } from './page';

export interface DataView {
  name: string;
  description: Description;
  /** Faces with their labels. */
  samples: readonly FacePicture[];
  /** The same face again and again, augmented. */
  augmented: readonly FacePicture[];
  near: readonly FacePicture[];
  noFace: readonly FacePicture[];
}

const count = (n: number) => n.toLocaleString('en');

export function dataReport({ name, description, samples, augmented, near, noFace }: DataView): string {
  const { counts, copies, agreement } = description;
  const total = (c: number) => splits.reduce((sum, split) => sum + (counts[split][c] as number), 0);
  const inSplit = (split: (typeof splits)[number]) => counts[split].reduce((sum, v) => sum + v, 0);
  const sections: Section[] = [
    {
      heading: 'Faces by class and split',
      body: `<div class="plots">${classBars(
        'faces',
        emotions.map((emotion, c) => ({ name: emotion, value: total(c) })),
        { format: count },
      )}${htmlTable(
        ['', ...splits, 'all'],
        [
          ...emotions.map((emotion, c) => [
            emotion,
            ...splits.map((s) => count(counts[s][c] as number)),
            count(total(c)),
          ]),
          ['all', ...splits.map((s) => count(inSplit(s))), count(copies.rows)],
        ],
      )}</div>`,
    },
    { heading: 'Samples', text: 'Drawn at random, the same for each class.', body: faceRows(samples, 8) },
    {
      heading: 'As training sees them',
      text: 'A few faces, first as they are, then augmented by the default recipe: turned, moved, nearer or further, mirrored, in other light, half covered, blurred.',
      body: faceRows(augmented, 8),
    },
    {
      heading: 'Copies',
      text: 'The very same picture more than once. Training on copies of test faces flatters a network: train leaves them out unless told --no-dedupe, and evaluate tells both figures.',
      body: htmlTable(
        ['', ''],
        [
          ['different pictures', `${count(copies.distinct)} of ${count(copies.rows)}`],
          ['pictures that occur more than once', count(copies.groups)],
          ['… in more than one split', count(copies.acrossSplits)],
          ['… with more than one label', count(copies.conflictingLabels)],
          ['faces of PrivateTest with a copy in another split', count(copies.privateTestCopied)],
          ['… in Training', count(copies.privateTestInTraining)],
          ['… with the same label there', count(copies.privateTestKnown)],
          ['pairs of nearly the same picture (pixels correlate by 0.98 and more)', count(description.near.pairs)],
          ['… in different splits', count(description.near.acrossSplits)],
          ['… with different labels', count(description.near.conflictingLabels)],
        ],
      ),
    },
  ];
  if (near.length > 0) sections.push({ heading: 'Nearly the same', text: 'Two by two.', body: faceRows(near, 6) });
  if (agreement)
    sections.push({
      heading: 'What ten people saw',
      text: "FER+'s votes beside FER2013's labels: how many of the votes are for the label, and for how many faces it is the majority.",
      body: `${htmlTable(
        ['label', 'faces', 'votes for it', 'majority for it', 'instead, most often'],
        agreement.map(({ faces, votes, majority, instead }, c) => [
          emotions[c] as string,
          count(faces),
          percent(votes),
          percent(majority),
          mostOften(instead, c),
        ]),
      )}<div class="wide" tabindex="0" role="group" aria-label="labels and majorities">${confusionMatrix(
        emotions,
        majorityNames,
        agreement.map((a) => a.instead),
        { cellWidth: 72 },
      )}</div>`,
    });
  if (noFace.length > 0)
    sections.push({
      heading: 'No face',
      text: `${count(description.noFace?.length ?? 0)} pictures in which most people see no face; some of them:`,
      body: faceGrid(noFace),
    });
  return page({
    title: name,
    lead: `${count(copies.rows)} faces of 48 × 48 grey values in seven classes.`,
    sections,
  });
}

/** The two majorities that are most often not the label. */
function mostOften(instead: readonly number[], label: number): string {
  const isLabel = (i: number) => ferplusMeaning[ferplusEmotions[i] as FerplusEmotion] === emotions[label];
  return instead
    .map((n, i) => ({ n, i }))
    .filter(({ i }) => !isLabel(i))
    .sort((a, b) => b.n - a.n)
    .slice(0, 2)
    .map(({ n, i }) => `${majorityNames[i]} ${count(n)}`)
    .join(', ');
}
