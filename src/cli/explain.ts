/** `feeling explain`: where on a face a model reads an emotion. */
import type { Command } from 'commander';
import { countOf, detailAt, type FaceForm, formOf, splits, usualForm } from '../data';
import { createDetector } from '../detect/node';
import { type Emotion, emotions, strongest } from '../emotion';
import { gradCam, occlusion } from '../evaluate';
import { align } from '../face';
import { readMetadata } from '../graph';
import { cutOut } from '../media';
import { facePng, loadSharp, readPhoto, squaredPixels } from '../media/node';
import { type Classifier, createClassifier, formOfModel, ModelError } from '../model';
import { foldedWeights, loadModel } from '../model/node';
import { networks } from '../nets';
import { loadNetwork } from '../nets/node';
import type { Overlay } from '../report';
import { createSession } from '../runtime/node';
import { readProgress } from '../train';
import { type DataOptions, facesFor, readDataset, withDataOptions } from './labelled/dataOptions';
import { type NetworkOptions, networkDescription, withNetworkOptions } from './labelled/networkOptions';
import { expressionNetwork } from './networkNames';
import { endingOf, oneOf, wholeNumber } from './options';
import { percent, print, table, tell, UsageError } from './output';
import { modelInputs, targets, tellReplaced } from './targets';
import { isRun, runFiles } from './training/runFiles';

interface Options extends DataOptions, NetworkOptions {
  model: string;
  data?: string;
  row?: string;
  cropped?: boolean;
  emotion?: string;
  out: string;
  json?: boolean;
}

export function addExplain(program: Command) {
  const command = program
    .command('explain')
    .description(
      'where on a face a model reads an emotion, by covering its parts (occlusion) and by gradients (Grad-CAM)',
    )
    .argument('[photo]', 'a photo, whose largest face is meant; or --data and --row')
    .option('--model <name|file|run>', 'the model', expressionNetwork, 'compact')
    .option('--cropped', 'the photo is a face cut out already, as data sets have them')
    .option('--data <fer2013.csv[.gz]|folder>', 'instead of a photo: the faces of which one is meant')
    .option('--row <n>', "with --data: the face's row, as predict gives it");
  withNetworkOptions(withDataOptions(command))
    .option(`--emotion <${emotions.join('|')}>`, 'where this is read; the strongest if not given')
    .option('--out <file.png|file.svg>', 'the picture', 'explained.png')
    .option('--json', 'the maps as JSON')
    .action(explain);
}

/** What sharp is needed for where --out is a PNG. */
const drawing = 'an --out that ends in .png';

async function explain(photo: string | undefined, options: Options) {
  const asked = options.emotion === undefined ? undefined : oneOf<Emotion>('--emotion', options.emotion, emotions);
  const kind = endingOf('--out', options.out, ['.png', '.svg']);
  const { out } = await targets({ out: options.out }, [
    photo,
    options.data,
    options.votes,
    ...modelInputs(options.model),
  ]);
  const bytes = await loadModel(options.model, 'expression', networkDescription(options));
  const { face, form, label } = await faceMeant(photo, options, bytes);
  if (kind === '.png') await loadSharp(drawing);
  await tellReplaced(out);
  const session = await createSession(bytes);
  const classifier = createClassifier(session);
  try {
    const [seen] = await classifier.read([face]);
    const probabilities = seen?.probabilities as Float32Array;
    const emotion = asked ?? (emotions[strongest(probabilities)] as Emotion);
    const overlays = await overlaysOf(options.model, bytes, { face, form }, emotion, classifier.read);
    const sure = percent(probabilities[emotions.indexOf(emotion)] as number, 0);
    const title = `${emotion}, ${sure}${label === undefined ? '' : ` (label: ${label})`}, read by ${readMetadata(bytes)['name'] ?? options.model}`;
    const { explanation } = await import('../report');
    const svg = explanation({
      title,
      face: facePng(Uint8Array.from(face, Math.round), form),
      overlays,
    });
    await out.write(kind === '.svg' ? svg : await pngOf(svg), { secret: true });
    if (options.json)
      print(
        JSON.stringify({
          emotion,
          emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i]])),
          ...Object.fromEntries(
            overlays.map(({ id, width, height, map }) => [
              id,
              { width, height, map: Array.from(map, (value) => Number(value.toFixed(4))) },
            ]),
          ),
        }),
      );
    else
      print(
        table(
          ['', 'probability'],
          emotions.map((e, i) => [e, percent(probabilities[i] as number)]),
        ),
      );
    tell(`where ${emotion} is read is in ${out.path}`);
  } finally {
    await classifier.close();
  }
}

/** A face, [channels, size, size], 0 … 255. */
interface FormedFace {
  face: Float32Array;
  form: FaceForm;
}

/** The face that is asked about, as the model reads it where there is as much, and what people called it. */
async function faceMeant(
  photo: string | undefined,
  options: Options,
  model: Uint8Array,
): Promise<FormedFace & { label?: string }> {
  const { data, row, cropped } = options;
  if ((photo === undefined) === (data === undefined))
    throw new UsageError('explain needs a photo, or --data and --row');
  if (data !== undefined) {
    if (row === undefined) throw new UsageError('--data needs --row, the row of a face as predict gives it');
    const wanted = wholeNumber('--row', row, 0);
    const { sets } = await readDataset(data, options, facesFor(model));
    for (const split of splits) {
      const faces = sets[split];
      const place = faces.rows.indexOf(wanted);
      if (place < 0) continue;
      return {
        face: Float32Array.from(detailAt(faces, place)),
        form: formOf(faces),
        label: emotions[faces.labels[place] as number] as string,
      };
    }
    const all = splits.reduce((sum, split) => sum + countOf(sets[split]), 0);
    throw new Error(`${data}: has no face in row ${wanted} (${all.toLocaleString('en')} faces were read)`);
  }
  if (row !== undefined) throw new UsageError('--row goes with --data');
  const path = photo as string;
  const form = formOfModel(model) ?? usualForm;
  if (cropped) return { face: Float32Array.from(await squaredPixels(await readPhoto(path), form)), form };
  return { face: await largestFace(path, form), form };
}

/** As the network sees it. */
async function largestFace(path: string, form: FaceForm): Promise<Float32Array> {
  const frame = await readPhoto(path);
  const detector = await createDetector();
  try {
    const readings = await detector.detect(frame);
    const [largest] = readings.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
    if (!largest)
      throw new Error(`${path}: no face was found; if the picture is a face cut out already, say so with --cropped`);
    return cutOut(frame, align(largest), form);
  } finally {
    await detector.close();
  }
}

type NamedOverlay = Overlay & { id: 'occlusion' | 'gradCam' };

async function overlaysOf(
  model: string,
  bytes: Uint8Array,
  { face, form }: FormedFace,
  emotion: Emotion,
  read: Classifier['read'],
): Promise<NamedOverlay[]> {
  const overlays: NamedOverlay[] = [
    {
      id: 'occlusion',
      name: 'occlusion',
      about: `hiding orange lowers ${emotion}, hiding blue raises it`,
      width: form.size,
      height: form.size,
      map: await occlusion(face, emotion, read, form),
    },
  ];
  try {
    const net = await networkOf(model, bytes);
    const weights = foldedWeights(net, bytes, model);
    const { width, height, map } = await gradCam(net, weights, face, emotion, createSession, form);
    const about = map.some((value) => value > 0)
      ? `orange speaks for ${emotion}, at ${height} × ${width} places`
      : `nothing speaks for ${emotion}`;
    overlays.push({ id: 'gradCam', name: 'Grad-CAM', about, width, height, map });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    tell(`without Grad-CAM, which needs a network of feeling's own with weights of 32 or 16 bits: ${error.message}`);
  }
  return overlays;
}

/** The network that the model was trained as. Throws a ModelError for one of another maker, and where its file is gone. */
async function networkOf(model: string, bytes: Uint8Array) {
  const { name = '' } = readMetadata(bytes);
  const own = networks.find((net) => net.name === name);
  if (own) return own;
  const checkpoint = isRun(model) ? runFiles(model).checkpoint : model;
  if (!checkpoint.endsWith('.safetensors'))
    throw new ModelError(
      `${model}: ${name === '' ? 'its network' : `"${name}"`} is not known here; name its run's folder`,
    );
  try {
    return await loadNetwork((await readProgress(checkpoint)).recipe.model);
  } catch (error) {
    throw new ModelError((error as Error).message);
  }
}

async function pngOf(svg: string): Promise<Uint8Array> {
  const sharp = await loadSharp(drawing);
  return sharp(Buffer.from(svg)).png().toBuffer();
}
