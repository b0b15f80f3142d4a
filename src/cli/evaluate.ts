/** `feeling evaluate`: a model's accuracy on a split. */
import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import { countOf, type FaceSet, type Faces, requireFaces } from '../data';
import { readGroups } from '../data/node';
import { emotions } from '../emotion';
import {
  type CorruptionCost,
  type JudgedHead,
  type Judgement,
  judge,
  judged,
  type LabelSet,
  type Paired,
  paired,
  type Refused,
  type Slice,
  whatIsJudged,
} from '../evaluate';
import {
  type Asked,
  type CutAnew,
  corruptedTimes,
  corruptionsFor,
  deviceFor,
  refusalsFor,
  slicesFor,
} from '../evaluate/node';
import { checkFolder } from '../files/node';
import { readMetadata } from '../graph';
import { loadModel } from '../model/node';
import {
  type AskedFaces,
  type DataOptions,
  facesFor,
  labelsName,
  readDataset,
  splitOption,
  withDataOptions,
  withSplitOption,
} from './labelled/dataOptions';
import { viewOf } from './labelled/evaluationView';
import { labelsApart, type NetworkOptions, networkDescription, withNetworkLabels } from './labelled/networkOptions';
import { predictAll } from './labelled/predictAll';
import { expressionNetwork } from './networkNames';
import { oneOf, readingDevice, withDeviceOption } from './options';
import { counted, percent, print, progress, table, tell, UsageError } from './output';
import { earlierErrors, writeErrors } from './study/errors';
import { modelInputs, refuseInside, targets, tellReplaced, tellReplacedIn } from './targets';
import { refuseSeen, trainedOnOf } from './training/trainedOn';

interface EvaluateOptions extends DataOptions, Omit<NetworkOptions, 'labels'> {
  data: string;
  model: string;
  split: string;
  labels?: string[];
  head: string;
  device: string;
  flip?: boolean;
  slices?: boolean;
  groups?: string;
  corruptions?: boolean;
  compareWith?: string;
  errors?: string;
  report?: string;
  json?: boolean;
}

const labelSets = ['fer2013', 'ferplus'] as const;

export function addEvaluate(program: Command) {
  const command = program
    .command('evaluate')
    .description('judge a model on FER2013 or a folder of pictures')
    .requiredOption('--data <fer2013.csv[.gz]|folder>', 'the faces');
  withNetworkLabels(
    withDeviceOption(
      withSplitOption(withDataOptions(command)).option(
        '--model <name|file|run>',
        'the model',
        expressionNetwork,
        'compact',
      ),
    ),
    labelSets,
  )
    .option('--head <own|reading>', 'the head that learned these labels, or the seven probabilities people see', 'own')
    .option('--flip', 'average each face with its mirror image')
    .option('--slices', 'also by brightness, contrast, sharpness, lightness, pose and agreement')
    .option('--groups <file.csv>', 'with --slices: also by groups of your own, a column row and one for each kind')
    .option('--corruptions', 'also on faces made worse: noise, glasses, a hand …, and on non-faces')
    .option(
      '--compare-with <name|file|run>',
      'another model on the same faces: the difference, its interval, McNemar',
      expressionNetwork,
    )
    .option('--errors <dir>', 'the faces it gets wrong as pictures, in a folder for each kind of mistake, with a list')
    .option('--report <file.html>', 'a page with plots, mistakes and hits')
    .option('--json', 'JSON')
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions) {
  const split = splitOption(options.split);
  const { labelSet = 'fer2013', ...own } = labelsApart(options);
  const labels = oneOf<LabelSet>('--labels', labelSet, labelSets);
  const { labels: _, ...rest } = options;
  const description = networkDescription({ ...rest, ...own });
  const head = oneOf<JudgedHead>('--head', options.head, ['own', 'reading']);
  if (labels === 'ferplus' && options.votes === undefined)
    throw new UsageError("--labels ferplus needs FER+'s file, --votes fer2013new.csv");
  const wished = await readingDevice(options);
  if (options.groups !== undefined && !options.slices) throw new UsageError('--groups needs --slices');
  const { report } = await targets({ report: options.report }, [
    options.data,
    options.votes,
    options.groups,
    ...modelInputs(options.model),
    ...(options.compareWith === undefined ? [] : modelInputs(options.compareWith)),
  ]);
  if (options.errors !== undefined) {
    await refuseInside({ what: '--errors', path: options.errors }, options.data);
    await checkFolder(options.errors);
  }
  const groups = options.groups === undefined ? undefined : await readGroups(options.groups);
  const bytes = await loadModel(options.model, 'expression', description);
  const other = options.compareWith === undefined ? undefined : await loadModel(options.compareWith, 'expression');
  const wanted = facesFor(bytes);
  const { sets } = await readDataset(options.data, options, wanted);
  requireFaces(sets, split, options.data);
  const faces = sets[split];
  refuseSeen(options.model, wanted.trained, faces, split);
  if (groups && ![...groups.values()].some((members) => faces.rows.some((row) => members.has(row))))
    tell(`${options.groups}: none of its rows is a face of ${split}; rows count from 0, as predict gives them`);
  if (other && options.compareWith !== undefined) refuseSeen(options.compareWith, trainedOnOf(other), faces, split);
  await tellReplaced(report);
  if (options.errors !== undefined)
    await tellReplacedIn({ what: '--errors', path: options.errors }, await earlierErrors(options.errors));
  const flip = options.flip ?? false;
  const device = await deviceFor(bytes, wished);
  const started = performance.now();
  const predictions = await predictAll(bytes, faces, split, flip, device);
  const msPerFace = (performance.now() - started) / countOf(faces);
  const judgement = judge(predictions, faces, sets.Training, labels, head);
  const what = whatIsJudged(split, labels, head, await labelsName(options.data));
  const asked = { faces, labels, head, predictions, device };
  const sliced = options.slices ? await slicesFor(bytes, asked, groups) : undefined;
  const beside = other && {
    with: options.compareWith as string,
    ...paired(
      judged(predictions, faces, labels, head),
      judged(
        await predictAll(other, await facesAs(other, wanted, sets, options), split, flip, device),
        faces,
        labels,
        head,
      ),
    ),
  };
  if (options.errors !== undefined) {
    const count = await writeErrors(options.errors, judged(predictions, faces, labels, head), faces, options.data);
    tell(`${counted(count, 'mistake')} of ${counted(countOf(faces), 'face')} are in ${options.errors}`);
  }
  const corruptions = options.corruptions ? await corruptionsWithBar(bytes, asked) : undefined;
  const refused = options.corruptions ? await refusalsFor(bytes, asked) : undefined;
  const more = {
    ...sliced,
    ...(corruptions && { corruptions }),
    ...(refused && { refused }),
    ...(beside && { beside }),
  };
  if (report) {
    const { evaluationSections, page } = await import('../report');
    const view = { ...(await viewOf(judgement, what, asked)), ...more };
    const lead = `${percent(judgement.metrics.accuracy, 2)} right on ${what}${flip ? ', each face averaged with its mirror image' : ''}.`;
    await report.write(page({ title: options.model, lead, sections: evaluationSections(view) }), { secret: true });
    tell(`the report is ${report.path}`);
  }
  if (options.json)
    printJson(judgement, bytes, { model: options.model, split, labels, head, flip, device, msPerFace, ...more });
  else {
    printTables(judgement, `${options.model} on ${what}, ${head} head`, split, msPerFace);
    if (beside) printBeside(options.model, beside);
    if (sliced) {
      printSlices(sliced.slices);
      printCutAnew(sliced.cutAnew);
    }
    if (corruptions) printCorruptions(corruptions, judgement.metrics.accuracy);
    if (refused) printRefused(refused);
  }
}

/** The same faces in the form that another model reads: it is judged by what it would see, too. */
async function facesAs(model: Uint8Array, read: AskedFaces, sets: FaceSet, options: EvaluateOptions): Promise<Faces> {
  const split = splitOption(options.split);
  const { form } = facesFor(model);
  if (isDeepStrictEqual(form, read.form)) return sets[split];
  return (await readDataset(options.data, options, { ...read, form })).sets[split];
}

async function corruptionsWithBar(bytes: Uint8Array, asked: Asked): Promise<CorruptionCost[]> {
  const bar = progress('worse faces', corruptedTimes);
  try {
    return await corruptionsFor(bytes, asked, (done) => bar.update(done));
  } finally {
    bar.stop();
  }
}

function printJson(
  { classes, metrics, intervals, withoutCopies, votes, spared }: Judgement,
  bytes: Uint8Array,
  { msPerFace, ...asked }: { msPerFace: number } & Record<string, unknown>,
) {
  const { parameters, macs } = readMetadata(bytes);
  const { perClass, ...figures } = metrics;
  print(
    JSON.stringify({
      ...asked,
      ...figures,
      perClass: Object.fromEntries(classes.map((name, i) => [name, perClass[i]])),
      intervals,
      withoutCopies: { n: withoutCopies.n, accuracy: withoutCopies.accuracy, macroF1: withoutCopies.macroF1 },
      errorsSparedByRefusing10Percent: spared,
      ...(votes && {
        votesCrossEntropy: votes.crossEntropy,
        votesEce: votes.calibration.ece,
        votesEcePerEmotion: Object.fromEntries(emotions.map((e, i) => [e, votes.calibration.perClass[i]])),
        votesDistance: votes.distance,
        peopleDistance: votes.betweenPeople,
      }),
      parameters: Number(parameters),
      macs: Number(macs),
      msPerFace,
    }),
  );
}

function printTables(judgement: Judgement, title: string, split: string, msPerFace: number) {
  const { classes, metrics, intervals, withoutCopies, votes, spared } = judgement;
  print(`${title}, ${metrics.n.toLocaleString('en')} faces\n`);
  const range = ([low, high]: readonly [number, number], digits: (v: number) => string) =>
    `${digits(low)} to ${digits(high)}`;
  const exact = (v: number) => percent(v, 2);
  const three = (v: number) => v.toFixed(3);
  print(
    [
      `accuracy ${exact(metrics.accuracy)} (95 % interval ${range(intervals.accuracy, exact)}) · macro F1 ${three(metrics.macroF1)} (${range(intervals.macroF1, three)}) · macro recall ${three(metrics.macroRecall)}`,
      `calibration error ${three(metrics.ece)} · log loss ${three(metrics.nll)} · refusing the least sure tenth spares ${percent(spared)} of the errors · ${msPerFace.toFixed(2)} ms a face`,
      ...(votes
        ? [
            `beside FER+'s votes: cross-entropy ${three(votes.crossEntropy)}; the reading's calibration error ${three(votes.calibration.ece)}, its distance ${three(votes.distance)} (five people from five others ${three(votes.betweenPeople)})`,
          ]
        : []),
      ...(split === 'Training'
        ? []
        : [
            `on the ${withoutCopies.n.toLocaleString('en')} faces of which there is no copy in Training: accuracy ${exact(withoutCopies.accuracy)} · macro F1 ${three(withoutCopies.macroF1)}`,
          ]),
      '',
    ].join('\n'),
  );
  print(
    table(
      ['', 'precision', 'recall', 'F1', 'support', ...classes.map((name) => `→ ${name}`)],
      classes.map((name, i) => {
        const c = metrics.perClass[i]!;
        const row = metrics.confusion[i]!;
        return [name, three(c.precision), three(c.recall), three(c.f1), String(c.support), ...row.map(String)];
      }),
    ),
  );
  print('\nby row, in per cent:\n');
  print(
    table(
      ['', ...classes.map((name) => `→ ${name}`)],
      classes.map((name, i) => {
        const { support } = metrics.perClass[i]!;
        return [name, ...metrics.confusion[i]!.map((n) => (support === 0 ? '–' : ((n / support) * 100).toFixed(1)))];
      }),
    ),
  );
}

function printBeside(
  model: string,
  { with: other, onlyFirst, onlySecond, p, accuracy, macroF1 }: Paired & { with: string },
) {
  const signed = (value: number, digits: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  const points = (value: number) => signed(100 * value, 2);
  const [low, high] = accuracy.interval;
  print(`
beside ${other}: accuracy ${points(accuracy.difference)} points (95 % interval ${points(low)} to ${points(high)}) · macro F1 ${signed(macroF1.difference, 3)} (${macroF1.interval.map((end) => signed(end, 3)).join(' to ')})
${counted(onlyFirst, 'face')} only ${model} gets right, ${counted(onlySecond, 'face')} only ${other}; by chance alone in ${percent(p, p < 0.001 ? 3 : 1)} of such comparisons (McNemar's exact test)`);
}

function printSlices(slices: readonly Slice[]) {
  print('\nby kinds of faces:\n');
  print(
    table(
      ['by', 'part', 'faces', 'accuracy', '95 % interval'],
      slices.map(({ by, part, n, accuracy, interval: [low, high] }) => [
        by,
        part,
        String(n),
        percent(accuracy, 2),
        `${percent(low)} to ${percent(high)}`,
      ]),
    ),
  );
}

function printCutAnew({ n, asTheyAre, cut }: CutAnew) {
  print(
    `\non the ${n.toLocaleString('en')} faces that the detector finds: ${percent(asTheyAre, 2)} as they are, ${percent(cut, 2)} as it cuts them out`,
  );
}

function printCorruptions(costs: readonly CorruptionCost[], whole: number) {
  const lost = costs.reduce((sum, { accuracies }) => sum + whole - (accuracies[2] as number), 0) / costs.length;
  print(
    `\non worse faces, accuracy from strength 1 to 5; mean loss at strength 3: ${(lost * 100).toFixed(1)} points\n`,
  );
  print(
    table(
      ['', '1', '2', '3', '4', '5', ''],
      costs.flatMap(({ kind, unit, amounts, accuracies }) => [
        [kind, ...accuracies.map((accuracy) => percent(accuracy, 2)), ''],
        ['', ...amounts.map(String), unit],
      ]),
    ),
  );
}

function printRefused(refused: readonly Refused[]) {
  if (refused.length === 0) return print('\nthe model does not tell faces from non-faces');
  print('\nrefused, as no face that can be read:\n');
  print(
    table(
      ['', 'of', 'refused', ''],
      refused.map(({ what, n, refused: count }) => [what, String(n), String(count), percent(count / n)]),
    ),
  );
}
