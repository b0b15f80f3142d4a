/** A training run, and several side by side. */
import type { EpochResult } from '../train';
import { classBars } from './bars';
import { curvesFigure, type Series } from './curves';
import { type EvaluationView, evaluationSections } from './evaluationSections';
import { escapeHtml, htmlTable, page, percent, type Section } from './page';

const over = (history: readonly EpochResult[], key: string): Series['values'] =>
  history.flatMap(({ epoch, [key]: value }) => (value === undefined ? [] : [{ epoch, value }]));

/** Loss and accuracy over a run's epochs, in training and validation. */
function historySection(history: readonly EpochResult[]): Section {
  const last = history.at(-1);
  const seconds = history.reduce((sum, e) => sum + e.seconds, 0);
  return {
    heading: 'Training',
    text: `${epochs(history.length)}, ${duration(seconds)}. Training figures are on augmented faces with dropout and smoothed labels, so validation may stand above them${last?.valAccuracy === undefined ? '' : `; its accuracy ended at ${percent(last.valAccuracy, 2)}`}.`,
    body: `<div class="plots">${curvesFigure({
      title: 'loss',
      series: [
        { name: 'training', values: over(history, 'fer2013Loss') },
        { name: 'validation', values: over(history, 'valLoss'), dashed: true },
      ],
    })}${curvesFigure({
      title: 'accuracy',
      percent: true,
      series: [
        { name: 'training', values: over(history, 'accuracy') },
        { name: 'validation', values: over(history, 'valAccuracy'), dashed: true },
      ],
    })}</div>`,
  };
}

const epochs = (n: number) => `${n} ${n === 1 ? 'epoch' : 'epochs'}`;

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}

export interface RunView {
  name: string;
  recipe: object;
  history: readonly EpochResult[];
  /** Whose weights the figures are of, and why: `last`, `bestLoss` or `bestAccuracy`. */
  shown: { epoch: number; by: string };
  /** What it is of, by name: parameters, products, data … */
  about: Readonly<Record<string, string>>;
  evaluation: EvaluationView;
  /** Faces by class that it was trained on. */
  trainingCounts: readonly { name: string; value: number }[];
  /** Sections about the faces. */
  faces: readonly Section[];
}

export function runReport({ name, recipe, history, shown, about, evaluation, trainingCounts, faces }: RunView): string {
  return page({
    title: `Training run: ${name}`,
    lead: `${percent(evaluation.metrics.accuracy, 2)} right on ${evaluation.what} ${whose(shown, history.length)}.`,
    sections: [
      ...besideAnotherHalf(
        {
          heading: 'Faces it was trained on',
          body: classBars('faces', trainingCounts, { format: (v) => v.toLocaleString('en') }),
          half: true,
        },
        { heading: 'What it is', body: htmlTable(['', ''], Object.entries(about)) },
        [historySection(history), ...evaluationSections(evaluation)],
      ),
      ...faces,
      { heading: 'Recipe', body: `<div class="plots">${recipeTables(recipe)}</div>` },
    ],
  });
}

/** `half` where half a page's width would stay empty: behind the last of the others that are half, or beside `first`. */
function besideAnotherHalf(half: Section, first: Section, others: readonly Section[]): Section[] {
  if (others.filter((section) => section.half).length % 2 === 0) return [{ ...first, half: true }, half, ...others];
  const at = others.findLastIndex((section) => section.half) + 1;
  return [first, ...others.slice(0, at), half, ...others.slice(at)];
}

const reasons: Readonly<Record<string, string>> = {
  bestLoss: 'the lowest validation loss',
  bestAccuracy: 'the highest validation accuracy',
};

/** "after 3 epochs", "with the weights of epoch 2 of 3, the lowest validation loss" */
const whose = ({ epoch, by }: RunView['shown'], all: number) =>
  reasons[by] === undefined
    ? `after ${epochs(all)}`
    : `with the weights of epoch ${epoch} of ${all}, the one with ${reasons[by]}`;

/** In two columns. */
function recipeTables(recipe: object): string {
  const rows = Object.entries(recipe).flatMap(([key, value]) =>
    key === 'augmentation'
      ? Object.entries(value as object).map(([inner, v]) => [`augmentation.${inner}`, String(v)])
      : [[key, Array.isArray(value) ? value.join(' ') || '–' : String(value) || '–']],
  );
  const half = Math.ceil(rows.length / 2);
  return [rows.slice(0, half), rows.slice(half)].map((some) => htmlTable(['', ''], some)).join('');
}

export interface ComparedRun {
  name: string;
  history: readonly EpochResult[];
  /** Cells of the table, by column. */
  figures: Readonly<Record<string, string>>;
  evaluation: Pick<EvaluationView, 'classes' | 'metrics'>;
}

export function comparisonReport(what: string, runs: readonly ComparedRun[]): string {
  const columns = Object.keys(runs[0]?.figures ?? {});
  return page({
    title: 'Networks side by side',
    lead: `${runs.map((r) => r.name).join(', ')} on ${what}.`,
    sections: [
      {
        heading: 'Figures',
        body: htmlTable(
          ['', ...columns],
          runs.map(({ name, figures }) => [name, ...columns.map((column) => figures[column] ?? '–')]),
        ),
      },
      {
        heading: 'Validation while training',
        body: `<div class="plots">${curvesFigure({
          title: 'accuracy',
          percent: true,
          series: runs.map(({ name, history }) => ({ name, values: over(history, 'valAccuracy') })),
        })}${curvesFigure({
          title: 'loss',
          series: runs.map(({ name, history }) => ({ name, values: over(history, 'valLoss') })),
        })}</div>`,
      },
      {
        heading: 'F1 by class',
        body: `<div class="plots">${runs
          .map(
            ({ name, evaluation: { classes, metrics } }) =>
              `<figure><h3>${escapeHtml(name)}</h3>${classBars(
                'F1',
                classes.map((c, i) => ({ name: c, value: metrics.perClass[i]?.f1 ?? 0 })),
                { format: (v) => v.toFixed(2), most: 1 },
              )}</figure>`,
          )
          .join('')}</div>`,
      },
    ],
  });
}
