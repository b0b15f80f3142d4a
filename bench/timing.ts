/** How long a model takes. */
import type { Feeds } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { median } from './statistics';

const warmups = 3;
const runs = 15;

/** Median milliseconds of a run. */
export async function timeModel(model: Uint8Array, feeds: Feeds): Promise<number> {
  const session = await createSession(model);
  const times: number[] = [];
  for (let i = 0; i < warmups + runs; i++) {
    const started = performance.now();
    await session.run(feeds);
    if (i >= warmups) times.push(performance.now() - started);
  }
  await session.close();
  return median(times);
}
