/** A detector's networks in Node, on the device that is wished, or each work on the one that is faster. */
import { createHash } from 'node:crypto';
import { createClassifier, inFullPrecision } from '../model';
import type { Device } from '../runtime';
import { createSession, requireGraphicsCard } from '../runtime/node';
import type { Parts } from './assemble';
import { loadFaceFinders } from './loadFaceFinders';
import type { DetectorDevice, FaceDetectorName } from './options';
import {
  atOnce,
  beatsThreads,
  blackFrame,
  type Choice,
  choose,
  dividedClassifier,
  measureSpeeds,
  type Speeds,
  tasksOf,
} from './speeds';
import { smallNetwork } from './threads';

export type Networks = Pick<Parts, 'faces' | 'classifier' | 'framesWaiting'>;

/** What finds faces, and the bytes of what reads them. */
export interface Wanted {
  faceDetector: FaceDetectorName;
  expression: Uint8Array;
}

/** Throws an Error in one line where `webgpu` is wished and there is no graphics card that can be used. */
export async function openNetworks(device: DetectorDevice, wanted: Wanted): Promise<Networks> {
  if (device === 'webgpu') await requireGraphicsCard();
  if (device !== 'auto') return openOn(device, wanted);
  const speeds = await speedsOf(wanted);
  return speeds ? openByChoice(choose(speeds), wanted) : openOn('cpu', wanted);
}

/** Whether `auto` prefers a card to so many threads of the processor, each with networks of its own. */
export async function prefersCard(wanted: Wanted, threads: number): Promise<boolean> {
  const speeds = await speedsOf(wanted);
  return speeds !== undefined && beatsThreads(speeds, threads);
}

async function openOn(device: Device, { faceDetector, expression }: Wanted): Promise<Networks> {
  const faces = await loadFaceFinders(faceDetector, device);
  try {
    // Rounding to 8 bits is what ONNX Runtime cannot do on a card; each would be a way to the processor and back.
    const model = device === 'webgpu' ? inFullPrecision(expression) : expression;
    return { faces, classifier: createClassifier(await createSession(model, { ...smallNetwork, device })) };
  } catch (error) {
    await faces.close();
    throw error;
  }
}

async function openByChoice(choice: Choice, wanted: Wanted): Promise<Networks> {
  const [first, ...others] = [...new Set(Object.values(choice))];
  if (others.length === 0) return openOn(first as Device, wanted);
  const on = { cpu: await openOn('cpu', wanted), webgpu: await openOn('webgpu', wanted) };
  return {
    faces: {
      photo: on[choice.search].faces.photo,
      stream: on[choice.find].faces.stream,
      close: async () => {
        await Promise.all([on.cpu.faces.close(), on.webgpu.faces.close()]);
      },
    },
    classifier: {
      ...dividedClassifier(on[choice.readFew].classifier, on[choice.readMany].classifier),
      close: async () => {
        await Promise.all([on.cpu.classifier.close(), on.webgpu.classifier.close()]);
      },
    },
  };
}

/** What was measured in this process, by what was measured. */
const known = new Map<string, Promise<Speeds | undefined>>();

/** Undefined where there is no card that can be used. */
function speedsOf(wanted: Wanted): Promise<Speeds | undefined> {
  const key = `${wanted.faceDetector} ${createHash('sha256').update(wanted.expression).digest('hex')}`;
  let speeds = known.get(key);
  if (!speeds) {
    speeds = measure(key, wanted);
    known.set(key, speeds);
    // A model's file that is missing may be there the next time.
    speeds.catch(() => known.delete(key));
  }
  return speeds;
}

async function measure(key: string, wanted: Wanted): Promise<Speeds | undefined> {
  const hasCard = await requireGraphicsCard().then(
    () => true,
    () => false,
  );
  if (!hasCard) return undefined;
  const opened: Networks[] = [];
  const tasksOn = async (device: Device) => {
    const networks = await openOn(device, wanted);
    opened.push(networks);
    const { faces, classifier } = networks;
    const small = blackFrame(64, 64);
    return tasksOf({ classifier, photo: faces.photo, find: () => faces.stream.detect(small) });
  };
  try {
    const cpu = await tasksOn('cpu');
    const webgpu = await tasksOn('webgpu').catch(() => undefined);
    // A card that fails meanwhile is none that can be used.
    return webgpu && (await measureSpeeds(key, { cpu, webgpu }, atOnce).catch(() => undefined));
  } finally {
    for (const { faces, classifier } of opened) await Promise.all([faces.close(), classifier.close()]);
  }
}
