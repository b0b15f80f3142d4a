/** A process that reads the units it is given, one after another; if a file ends it, that is all that ends. */
import type { Detector } from '../../detect';
import { createDetector } from '../../detect/node';
import { networkVersion } from '../../model';
import { loadModel } from '../../model/node';
import type { Outcome, Unit } from '../../queue/node';
import { giveUpAnywhere, readAnywhere } from './anywhere';
import { type ArchiveSettings, parseSettings } from './settings';

/** What it is told. */
export type ToReader =
  | { type: 'read'; unit: Unit; out: string; copies: string; settings: string; last: boolean }
  | { type: 'giveUp'; unit: Unit; out: string; settings: string; error: string }
  | { type: 'stop' };
/** What it tells. `error`: what went wrong is no file's fault. */
export type FromReader =
  | { type: 'frames'; count: number }
  | { type: 'outcome'; outcome: Outcome }
  | { type: 'gaveUp' }
  | { type: 'error'; message: string };

// Libraries talk to developers through these.
console.error = console.warn = () => {};

const tell = (message: FromReader) => process.send?.(message);
/** Milliseconds between two numbers of frames. */
const tellEvery = 500;

let stop = new AbortController();
let open: { settings: string; detector: Detector } | undefined;

/** The detector for these options; the last one is kept. */
async function detectorFor(text: string, { detector: options, network }: ArchiveSettings): Promise<Detector> {
  if (open?.settings === text) return open.detector;
  await open?.detector.close();
  open = undefined;
  const { model = 'compact' } = options;
  const here = networkVersion(model, await loadModel(model, 'expression', options.network));
  if (here.version !== network.version)
    throw new Error(
      `${model}: is another network here (${here.version}) than where the work was submitted (${network.version})`,
    );
  open = { settings: text, detector: await createDetector(options) };
  return open.detector;
}

async function read({ unit, out, copies, settings: text, last }: Extract<ToReader, { type: 'read' }>) {
  stop = new AbortController();
  const settings = parseSettings(text);
  let [count, told] = [0, performance.now()];
  const onFrames = (frames: number) => {
    count += frames;
    if (performance.now() - told < tellEvery) return;
    tell({ type: 'frames', count });
    [count, told] = [0, performance.now()];
  };
  const detector = await detectorFor(text, settings);
  const { signal } = stop;
  const outcome = await readAnywhere(unit, { detector, out, copies, settings, last, signal, onFrames });
  tell({ type: 'frames', count });
  tell({ type: 'outcome', outcome });
}

async function handle(message: ToReader) {
  if (message.type === 'read') await read(message);
  else if (message.type === 'giveUp') {
    await giveUpAnywhere(message.unit, message.out, parseSettings(message.settings), message.error);
    tell({ type: 'gaveUp' });
  } else stop.abort();
}

process.on('message', (message: ToReader) => {
  handle(message).catch((error: Error) => tell({ type: 'error', message: error.message }));
});
// The worker decides when to end, and a worker that was killed wants nothing more.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
