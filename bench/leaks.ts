/** Whether a detector that is closed leaves anything behind: memory after many of them. */
import { createDetector } from '../src/detect/node';

export async function benchLeaks({ times }: { times: string }) {
  const picture = { data: new Uint8Array(64 * 64 * 4), width: 64, height: 64 };
  const megabytes = () => process.memoryUsage().rss / 1e6;
  for (let i = 1; i <= Number(times); i++) {
    const detector = await createDetector();
    await detector.detect(picture);
    await detector.close();
    if (i % 100 === 0) process.stdout.write(`after ${i} detectors: ${megabytes().toFixed(0)} MB\n`);
  }
}
