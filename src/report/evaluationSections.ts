/** What a network's judgement looks like. */
import type { CorruptionCost, Coverage, Intervals, Metrics, Refused, Slice, VoteCalibration } from '../evaluate';
import { classBars } from './bars';
import { confusionMatrix } from './confusion';
import { type FacePicture, faceGrid, htmlTable, percent, type Section } from './page';
import { refusalCurve } from './refusal';
import { reliabilityDiagram, votesDiagram } from './reliability';

export interface EvaluationView {
  /** "PublicTest by FER2013's labels". */
  what: string;
  classes: readonly string[];
  metrics: Metrics;
  intervals: Intervals;
  /** The figures on the faces of which there is no copy in Training, where that was looked at. */
  withoutCopies?: Pick<Metrics, 'n' | 'accuracy' | 'macroF1'>;
  /** Beside what ten people saw, where there are votes. */
  votes?: { crossEntropy: number; calibration: VoteCalibration; distance: number; betweenPeople: number };
  spared?: number;
  riskCoverage?: readonly Coverage[];
  slices?: readonly Slice[];
  corruptions?: readonly CorruptionCost[];
  refused?: readonly Refused[];
  surestMistakes?: readonly FacePicture[];
  leastSureHits?: readonly FacePicture[];
}

export function evaluationSections(view: EvaluationView): Section[] {
  const { what, classes, metrics, intervals, withoutCopies, votes, spared } = view;
  const { accuracy, macroF1 } = intervals;
  const figures = [
    [`accuracy (95 % interval ${percent(accuracy[0])} to ${percent(accuracy[1])})`, percent(metrics.accuracy, 2)],
    [`macro F1 (95 % interval ${macroF1[0].toFixed(3)} to ${macroF1[1].toFixed(3)})`, metrics.macroF1.toFixed(3)],
    ['macro recall', metrics.macroRecall.toFixed(3)],
    ['expected calibration error, 15 bins', metrics.ece.toFixed(3)],
    ['log loss, nats a face', metrics.nll.toFixed(3)],
    ...(votes
      ? [
          ["cross-entropy to FER+'s votes, nats a face", votes.crossEntropy.toFixed(3)],
          ["the reading's calibration error against FER+'s votes, 15 bins", votes.calibration.ece.toFixed(3)],
          [
            "the reading's Jensen–Shannon distance from the votes (five people from five others)",
            `${votes.distance.toFixed(3)} (${votes.betweenPeople.toFixed(3)})`,
          ],
        ]
      : []),
    ...(spared === undefined ? [] : [['fewer errors when the least sure tenth gets no answer', percent(spared)]]),
    ...(withoutCopies
      ? [
          [
            `accuracy on the ${withoutCopies.n.toLocaleString('en')} faces without a copy in Training`,
            percent(withoutCopies.accuracy, 2),
          ],
        ]
      : []),
  ];
  const sections: Section[] = [
    {
      heading: `How right: ${what}`,
      text: `${metrics.n.toLocaleString('en')} faces.`,
      body: htmlTable(['', ''], figures),
    },
    {
      heading: 'F1 by class',
      text: 'The harmonic mean of precision (how many of those it calls so are so) and recall (how many of those that are so it finds).',
      body: `${classBars(
        'F1',
        classes.map((name, i) => ({ name, value: metrics.perClass[i]?.f1 ?? 0 })),
        { format: (v) => v.toFixed(2), most: 1 },
      )}${htmlTable(
        ['', 'precision', 'recall', 'F1', 'faces'],
        classes.map((name, i) => {
          const { precision = 0, recall = 0, f1 = 0, support = 0 } = metrics.perClass[i] ?? {};
          return [name, precision.toFixed(3), recall.toFixed(3), f1.toFixed(3), support.toLocaleString('en')];
        }),
      )}`,
      half: true,
    },
    {
      heading: 'Confusion',
      text: 'A row is a label, a column what was read; shares are of the row, counts below them.',
      body: confusionMatrix(classes, classes, metrics.confusion),
      half: true,
    },
    {
      heading: 'How sure, and how often right',
      text: 'On the dashed line, of the predictions that are 70 % sure 70 % are right. The numbers at the foot are the share of all predictions, in per cent.',
      body: reliabilityDiagram(metrics.reliability),
      half: true,
    },
  ];
  if (votes)
    sections.push({
      heading: 'What is given p, about p of people chose',
      text: 'All seven shares of every reading; on the dashed line, of the emotions that are given 30 % three of ten people saw them.',
      body: votesDiagram(votes.calibration.bins),
      half: true,
    });
  if (view.riskCoverage)
    sections.push({
      heading: 'Saying “not sure”',
      text: 'Errors among the answers that are left when the least sure are not given.',
      body: refusalCurve(view.riskCoverage),
      half: true,
    });
  if (view.slices) sections.push(slicesSection(view.slices, metrics.accuracy));
  if (view.corruptions) sections.push(corruptionsSection(view.corruptions, metrics.accuracy));
  if (view.refused?.length) sections.push(refusedSection(view.refused));
  if (view.surestMistakes?.length)
    sections.push({
      heading: 'The surest mistakes',
      text: 'Often the label is the mistake.',
      body: faceGrid(view.surestMistakes),
    });
  if (view.leastSureHits?.length) sections.push({ heading: 'The least sure hits', body: faceGrid(view.leastSureHits) });
  return sections;
}

function slicesSection(slices: readonly Slice[], whole: number): Section {
  return {
    heading: 'By kinds of faces',
    text: `Thirds of the faces by each measure, and the groups that were given. Lightness of the middle is all that grey pictures tell of skin, and exposure changes it as much. All faces: ${percent(whole, 2)}.`,
    body: htmlTable(
      ['', 'part', 'faces', 'accuracy', '95 % interval'],
      slices.map(({ by, part, n, accuracy, interval: [low, high] }) => [
        by,
        part,
        n.toLocaleString('en'),
        percent(accuracy, 1),
        `${percent(low, 1)} to ${percent(high, 1)}`,
      ]),
    ),
  };
}

function refusedSection(refused: readonly Refused[]): Section {
  return {
    heading: 'Non-faces',
    text: 'Refused, as no face that can be read: faces by mistake, what most people called no face, and what was made to be none.',
    body: htmlTable(
      ['', 'of', 'refused', ''],
      refused.map(({ what, n, refused: count }) => [
        what,
        n.toLocaleString('en'),
        count.toLocaleString('en'),
        percent(count / n, 1),
      ]),
    ),
  };
}

function corruptionsSection(costs: readonly CorruptionCost[], whole: number): Section {
  return {
    heading: 'On worse pictures',
    text: `Accuracy at five strengths, and what they are; ${percent(whole, 2)} as they are.`,
    body: htmlTable(
      ['', '1', '2', '3', '4', '5'],
      costs.flatMap(({ kind, unit, amounts, accuracies }) => [
        [kind, ...accuracies.map((accuracy) => percent(accuracy, 1))],
        [unit, ...amounts.map(String)],
      ]),
    ),
  };
}
