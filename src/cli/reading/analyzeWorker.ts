/** A thread that reads the files it is given, one after another. */
import { parentPort } from 'node:worker_threads';
import type { Detector } from '../../detect';
import { createDetector } from '../../detect/node';
import { type AnalysisOptions, analyzeFile } from './analysis';
import { analysisOptions, eventsAtOnce, type FromWorker, type ToWorker } from './pool';

// Libraries talk to developers through these.
console.error = console.warn = () => {};

const port = parentPort;
if (!port) throw new Error('analyzeWorker: this runs as a worker thread only');
const tell = (message: FromWorker) => port.postMessage(message);
const stop = new AbortController();
let detector: Detector | undefined;
let options: AnalysisOptions | undefined;
let reading = false;
/** Goes on with the file. */
let go = () => {};

async function handle(message: ToWorker) {
  if (message.type === 'start') {
    const { detector: detectorOptions, ...rest } = message.options;
    detector = await createDetector(detectorOptions);
    options = await analysisOptions(rest, stop.signal);
    tell({ type: 'next' });
  } else if (message.type === 'file' && detector && options) {
    reading = true;
    let count = 0;
    for await (const event of analyzeFile(detector, message.work, options)) {
      tell({ type: 'event', event });
      if (++count % eventsAtOnce !== 0) continue;
      const leave = new Promise<void>((resolve) => {
        go = resolve;
      });
      tell({ type: 'waiting' });
      await leave;
    }
    reading = false;
    tell({ type: 'next' });
  } else if (message.type === 'continue') go();
  else {
    stop.abort();
    go();
    // A file that is being read is finished at its next frame; the next answer ends the thread.
    if (reading) return;
    await detector?.close();
    port?.close();
  }
}

port.on('message', (message: ToWorker) => {
  handle(message).catch((error: Error) => {
    tell({ type: 'threw', message: error.message });
    port.close();
  });
});
