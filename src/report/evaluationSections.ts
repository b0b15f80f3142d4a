/** What a network's judgement looks like. */
import type { Intervals, Metrics } from '../evaluate';
import { classBars } from './bars';
import { confusionMatrix } from './confusion';
import { type FacePicture, faceGrid, htmlTable, percent, type Section } from './page';
import { reliabilityDiagram } from './reliability';

export interface EvaluationView {
  /** "PublicTest by FER2013's labels". */
  what: string;
  classes: readonly string[];
  metrics: Metrics;
  intervals: Intervals;
  /** The figures on the faces of which there is no copy in Training, where that was looked at. */
  withoutCopies?: Pick<Metrics, 'n' | 'accuracy' | 'macroF1'>;
  /** Mean cross-entropy to FER+'s votes, where there are votes. */
  votesCrossEntropy?: number;
  surestMistakes?: readonly FacePicture[];
  leastSureHits?: readonly FacePicture[];
}

export function evaluationSections(view: EvaluationView): Section[] {
  const { what, classes, metrics, intervals, withoutCopies, votesCrossEntropy } = view;
  const { accuracy, macroF1 } = intervals;
  const figures = [
    [`accuracy (95 % interval ${percent(accuracy[0])} to ${percent(accuracy[1])})`, percent(metrics.accuracy, 2)],
    [`macro F1 (95 % interval ${macroF1[0].toFixed(3)} to ${macroF1[1].toFixed(3)})`, metrics.macroF1.toFixed(3)],
    ['macro recall', metrics.macroRecall.toFixed(3)],
    ['expected calibration error, 15 bins', metrics.ece.toFixed(3)],
    ['log loss, nats a face', metrics.nll.toFixed(3)],
    ...(votesCrossEntropy === undefined
      ? []
      : [["cross-entropy to FER+'s votes, nats a face", votesCrossEntropy.toFixed(3)]]),
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
      body: `<div class="plots">${classBars(
        'F1',
        classes.map((name, i) => ({ name, value: metrics.perClass[i]?.f1 ?? 0 })),
        { format: (v) => v.toFixed(2), most: 1 },
      )}${htmlTable(
        ['', 'precision', 'recall', 'F1', 'faces'],
        classes.map((name, i) => {
          const { precision = 0, recall = 0, f1 = 0, support = 0 } = metrics.perClass[i] ?? {};
          return [name, precision.toFixed(3), recall.toFixed(3), f1.toFixed(3), support.toLocaleString('en')];
        }),
      )}</div>`,
    },
    {
      heading: 'Confusion',
      text: 'A row is a label, a column what was read; shares are of the row, counts below them.',
      body: `<div class="wide" tabindex="0" role="group" aria-label="confusion matrix">${confusionMatrix(classes, classes, metrics.confusion)}</div>`,
    },
    {
      heading: 'How sure, and how often right',
      text: 'On the dashed line, of the predictions that are 70 % sure 70 % are right. The numbers at the foot are the share of all predictions, in per cent.',
      body: reliabilityDiagram(metrics.reliability),
    },
  ];
  if (view.surestMistakes?.length)
    sections.push({
      heading: 'The surest mistakes',
      text: 'Often the label is the mistake.',
      body: faceGrid(view.surestMistakes),
    });
  if (view.leastSureHits?.length) sections.push({ heading: 'The least sure hits', body: faceGrid(view.leastSureHits) });
  return sections;
}
