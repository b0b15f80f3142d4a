/** `feeling learn`: what a person's own labelled pictures teach, for `--person` and `createDetector({ person })`. */
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Detector, expressionOf, type Reading } from '../detect';
import { createDetector } from '../detect/node';
import { type Expression, readableFrom } from '../emotion';
import { placeOf, readProblem, samePlace, withPath } from '../files/node';
import { mediaKind } from '../media/node';
import { isKnown, newPerson, sentenceOf } from '../personal';
import { interruption } from './interruption';
import { type Labels, labelsOfFolders, readLabels } from './labelled/labels';
import { detectorOptions, requireDevice, withDetectorOptions } from './options';
import { complain, counted, print, progress, tell, UsageError } from './output';
import { readPersonFile } from './personFile';
import { findSources } from './reading/sources';
import { isReplaced, modelInputs, targets, tellReplaced } from './targets';

interface LearnOptions {
  model: string;
  faceDetector: string;
  device: string;
  threshold: string;
  labels?: string;
  person?: string;
  out: string;
  json?: boolean;
}

/** Seconds between the frames of a video that are taken, and how many at most, so that one video is not all there is. */
const secondsApart = 2;
const mostFrames = 30;

export function addLearn(program: Command) {
  const command = program
    .command('learn')
    .description('learn how a person looks from labelled pictures of theirs')
    .argument(
      '<photo|video|folder...>',
      'pictures of one person, in folders named for what they show, or with --labels',
    );
  withDetectorOptions(command)
    .option('--labels <file.csv>', 'what each shows: the columns file and label, and perhaps time (when it was taken)')
    .option('--person <me.json>', 'what is known already, to go on from')
    .requiredOption('--out <me.json>', 'where what was learned goes')
    .option('--json', 'one line of JSON')
    .action(learn);
}

async function learn(paths: string[], options: LearnOptions) {
  const settings = detectorOptions(options);
  await requireDevice(settings.device);
  const labels = options.labels === undefined ? labelsOfFolders : await readLabels(options.labels);
  const person = options.person === undefined ? newPerson() : await readPersonFile(options.person);
  const { sources, notes, problems } = await findSources(paths);
  const read = [...paths, ...sources.map(({ name }) => name), options.labels, ...modelInputs(options.model)];
  const { out } = await targets({ out: options.out }, read, { endings: ['.json'] });
  for (const note of notes) tell(note);
  for (const problem of problems) complain(new Error(problem));
  let failures = problems.length;
  const detector = await createDetector({ ...settings, person });
  const isForgotten = !(await isSameFile(out.path, options.person)) && (await isReplaced(out.path));
  if (isForgotten) {
    await tellReplaced(out);
    tell(`to go on from what it knows, stop and add --person ${out.path}`);
  }
  const interrupt = interruption('stopping after this file …');
  const bar = progress('learning', sources.length);
  const unlabelled: string[] = [];
  let [taughtBy, known] = [0, 0];
  try {
    for (const [i, source] of sources.entries()) {
      if (interrupt.signal.aborted) break;
      const taught = await withPath(source, (path) => teach(detector, path, source.name, labels)).catch(
        (error: unknown) => {
          failures++;
          complain(error);
          return 'failed' as const;
        },
      );
      if (taught === 'unlabelled') unlabelled.push(source.name);
      if (taught === 'taught' || taught === 'known') taughtBy++;
      if (taught === 'known') known++;
      bar.update(i + 1);
    }
  } finally {
    bar.stop();
    interrupt.end();
    await detector.close();
  }
  if (unlabelled.length > 0) tell(leftOut(unlabelled, sources.length));
  if (known > 0)
    tell(
      `${known} of ${counted(sources.length, 'file')} ${known === 1 ? 'was' : 'were'} known already and taught nothing new`,
    );
  for (const file of labels.unused()) tell(`${file}: is labelled, but is not among the pictures`);
  const isStopped = interrupt.signal.aborted;
  // A part takes the place of nothing that may be of everything.
  if (isStopped && (isForgotten || taughtBy === 0)) return tell(`stopped; ${out.path} is not written`);
  if (taughtBy === 0 && failures > 0) throw new Error(`nothing was learned, and ${out.path} is not written`);
  if (taughtBy === 0)
    throw new UsageError(
      'no picture had a label and a face; labels come from --labels, or from folders named like happy or neutral',
    );
  await out.write(`${JSON.stringify(detector.person())}\n`, { secret: true });
  if (failures > 0) process.exitCode = 1;
  const learned = detector.learned();
  if (options.json) return print(JSON.stringify(learned));
  print(sentenceOf(learned));
  tell(`wrote ${out.path}${isStopped ? ', of what was read' : ''}; use it with: feeling analyze --person ${out.path}`);
}

const isSameFile = async (path: string, other: string | undefined) =>
  other !== undefined && samePlace(await placeOf(path), await placeOf(other));

/** 'known' where all that the file shows was taught before: a picture that is given again would vouch for itself. */
async function teach(
  detector: Detector,
  path: string,
  name: string,
  labels: Labels,
): Promise<'taught' | 'known' | 'unlabelled'> {
  const { mtime } = await stat(path).catch((error: unknown) => {
    throw new Error(readProblem(name, error));
  });
  const label = labels.of(name);
  if (!label) return 'unlabelled';
  const start = label.time ?? mtime;
  const readings: { reading: Reading; at: number }[] = [];
  if ((await mediaKind(path)) === 'video') {
    let next = 0;
    for await (const { time, readings: found } of detector.watch(path)) {
      if (time < next || readings.length === mostFrames) continue;
      const reading = largest(found);
      if (!reading) continue;
      readings.push({ reading, at: time });
      next = time + secondsApart;
    }
  } else {
    const reading = largest(await detector.detect(path));
    if (reading) readings.push({ reading, at: 0 });
  }
  if (readings.length === 0) throw new Error(`${name}: no face that can be read was found`);
  const person = detector.person();
  const unknown = readings.filter(({ reading }) => !isKnown(person, expressionOf(reading) as Expression, label.said));
  for (const { reading, at } of unknown)
    detector.correct(reading, label.said, { time: new Date(start.getTime() + 1000 * at) });
  return unknown.length > 0 ? 'taught' : 'known';
}

/** So many files are named; of more there are mostly whole folders. */
const mostNamed = 5;

function leftOut(files: readonly string[], of: number): string {
  const [have, were] = files.length === 1 ? ['has', 'was'] : ['have', 'were'];
  const named = [...files.slice(0, mostNamed), ...(files.length > mostNamed ? ['…'] : [])].join(', ');
  return `${files.length} of ${counted(of, 'file')} ${have} no label and ${were} left out: ${named}`;
}

/** The person is nearest to the camera. */
function largest(readings: readonly Reading[]): Reading | undefined {
  const size = ({ box }: Reading) => box.width * box.height;
  return readings.filter(({ readable }) => readable >= readableFrom).sort((a, b) => size(b) - size(a))[0];
}
