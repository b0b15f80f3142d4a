/** The page of a training run. */
import { basename } from 'node:path';
import type { FaceSet, Faces, Split } from '../../data';
import { emotions } from '../../emotion';
import { judge, whatIsJudged } from '../../evaluate';
import { readMetadata } from '../../graph';
import { networkTitle } from '../../nets/node';
import { bestEpoch, type EpochResult, type Recipe } from '../../train';
import { labelsName } from '../labelled/dataOptions';
import { viewOf } from '../labelled/evaluationView';
import { augmentedFaces, sampleFaces } from '../labelled/pictures';
import { predictAll } from '../labelled/predictAll';
import { version } from '../version';

export interface FinishedRun {
  run: string;
  recipe: Recipe;
  history: EpochResult[];
  model: Uint8Array;
  /** File or folder. */
  data: string;
  /** Those it was trained on. */
  faces: Faces;
  sets: FaceSet;
  /** The split that was judged after each epoch. */
  validation: Split;
}

export async function reportOf(finished: FinishedRun): Promise<string> {
  const { run, recipe, history, model, data, faces, sets, validation } = finished;
  const { faceRows, runReport } = await import('../../report');
  const asked = { faces: sets[validation], labels: 'fer2013', head: 'own' } as const;
  const predictions = await predictAll(model, asked.faces, validation, false);
  const judgement = judge(predictions, asked.faces, sets.Training, asked.labels, asked.head);
  const what = whatIsJudged(validation, asked.labels, asked.head, await labelsName(data));
  const { parameters, macs } = readMetadata(model);
  const count = (n: number) => n.toLocaleString('en');
  return runReport({
    name: basename(run),
    recipe,
    history,
    shown: { epoch: bestEpoch(history, recipe), by: recipe.checkpoint },
    about: {
      network: networkTitle(recipe.model),
      parameters: count(Number(parameters)),
      'products a face': `${(Number(macs) / 1e6).toFixed(1)} million`,
      data: basename(data),
      'faces trained on': count(faces.labels.length),
      [`faces of ${validation}`]: count(sets[validation].labels.length),
      'made with': `feeling ${version()}, Node ${process.versions.node}`,
    },
    evaluation: await viewOf(judgement, what, { predictions, ...asked }),
    trainingCounts: classCounts(faces),
    faces: [
      { heading: 'Samples', body: faceRows(sampleFaces(faces, 8), 8) },
      {
        heading: 'As training sees them',
        body: faceRows(augmentedFaces(faces, { augmentation: recipe.augmentation, rows: 2 }), 8),
      },
    ],
  });
}

const classCounts = ({ labels }: Faces) =>
  emotions.map((name, c) => ({ name, value: labels.reduce((sum, l) => sum + (l === c ? 1 : 0), 0) }));
