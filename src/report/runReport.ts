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
  return {
    heading: 'Training',
    text: `${history.length} epochs, ${Math.round(history.reduce((sum, e) => sum + e.seconds, 0) / 60)} minutes. Training figures are on augmented faces with dropout and smoothed labels, so validation may stand above them${last?.valAccuracy === undefined ? '' : `; its accuracy ended at ${percent(last.valAccuracy, 2)}`}.`,
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

export interface RunView {
  name: string;
  recipe: object;
  history: readonly EpochResult[];
  evaluation: EvaluationView;
  /** Faces by class that it was trained on. */
  trainingCounts: readonly { name: string; value: number }[];
  /** Sections about the faces. */
  faces: readonly Section[];
}

export function runReport({ name, recipe, history, evaluation, trainingCounts, faces }: RunView): string {
  return page({
    title: `Training run: ${name}`,
    lead: `${percent(evaluation.metrics.accuracy, 2)} right on ${evaluation.what} after ${history.length} epochs.`,
    sections: [
      historySection(history),
      ...evaluationSections(evaluation),
      {
        heading: 'Faces it was trained on',
        body: classBars('faces', trainingCounts, { format: (v) => v.toLocaleString('en') }),
      },
      ...faces,
      { heading: 'Recipe', body: recipeTable(recipe) },
    ],
  });
}

const recipeTable = (recipe: object) =>
  htmlTable(
    ['', ''],
    Object.entries(recipe).flatMap(([key, value]) =>
      key === 'augmentation'
        ? Object.entries(value as object).map(([inner, v]) => [`augmentation.${inner}`, String(v)])
        : [[key, Array.isArray(value) ? value.join(' ') || '–' : String(value) || '–']],
    ),
  );

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
