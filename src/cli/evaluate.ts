/** `feeling evaluate`: how right a model is on a split. */
import type { Command } from 'commander';
import { readFer2013, splits } from '../data';
import { type JudgedHead, judgePredictions, type LabelSet, predict } from '../evaluate';
import { readMetadata } from '../graph';
import { loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import { oneOf } from './options';
import { print, progress, table, UsageError } from './output';

interface EvaluateOptions {
  data: string;
  votes?: string;
  model: string;
  split: string;
  labels: string;
  head: string;
  flip?: boolean;
  json?: boolean;
}

export function addEvaluate(program: Command) {
  program
    .command('evaluate')
    .description('judge a model on FER2013')
    .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
    .option('--votes <fer2013new.csv>', "FER+'s votes on them, for --labels ferplus")
    .option('--model <name|file.onnx>', 'the model', 'compact')
    .option(`--split <${splits.join('|')}>`, 'which faces', 'PublicTest')
    .option('--labels <fer2013|ferplus>', 'what counts as right', 'fer2013')
    .option('--head <own|reading>', 'the head that learned these labels, or the seven probabilities people see', 'own')
    .option('--flip', 'average each face with its mirror image')
    .option('--json', 'JSON')
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions) {
  const split = oneOf('--split', options.split, splits);
  const labels = oneOf<LabelSet>('--labels', options.labels, ['fer2013', 'ferplus']);
  const head = oneOf<JudgedHead>('--head', options.head, ['own', 'reading']);
  if (labels === 'ferplus' && options.votes === undefined)
    throw new UsageError("--labels ferplus needs FER+'s file, --votes fer2013new.csv");
  const bytes = await loadModel(options.model, 'expression');
  const faces = (await readFer2013(options.data, { votes: options.votes }))[split];
  const session = await createSession(bytes);
  const bar = progress(split, faces.labels.length);
  const started = performance.now();
  const predictions = await predict(session, faces, {
    flip: options.flip ?? false,
    onProgress: (done) => bar.update(done),
  });
  const msPerFace = (performance.now() - started) / faces.labels.length;
  bar.stop();
  await session.close();
  const { classes, perClass, ...metrics } = judgePredictions(predictions, faces, labels, head);
  if (options.json) {
    const { parameters, macs } = readMetadata(bytes);
    print(
      JSON.stringify({
        model: options.model,
        split,
        labels,
        head,
        flip: options.flip ?? false,
        ...metrics,
        perClass: Object.fromEntries(classes.map((name, i) => [name, perClass[i]])),
        parameters: Number(parameters),
        macs: Number(macs),
        msPerFace,
      }),
    );
    return;
  }
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  print(`${options.model} on ${split}, ${metrics.n.toLocaleString('en')} faces, against ${labels}, ${head} head\n`);
  print(
    `accuracy ${percent(metrics.accuracy)} · macro F1 ${metrics.macroF1.toFixed(3)} · macro recall ${metrics.macroRecall.toFixed(3)}`,
  );
  print(
    `calibration error ${metrics.ece.toFixed(3)} · log loss ${metrics.nll.toFixed(3)} · ${msPerFace.toFixed(2)} ms a face\n`,
  );
  print(
    table(
      ['', 'precision', 'recall', 'F1', 'support', ...classes.map((name) => `→ ${name}`)],
      classes.map((name, i) => {
        const c = perClass[i]!;
        const row = metrics.confusion[i]!;
        return [
          name,
          c.precision.toFixed(3),
          c.recall.toFixed(3),
          c.f1.toFixed(3),
          String(c.support),
          ...row.map(String),
        ];
      }),
    ),
  );
}
