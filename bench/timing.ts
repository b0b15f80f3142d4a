/** How long a model takes. */
import type { Feeds } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { median } from '../src/statistics';

const warmups = 2;
const runs = 15;
/** After this many seconds fewer runs have to do. */
const enough = 20;

/** Median milliseconds of a run. */
export async function timeModel(model: Uint8Array, feeds: Feeds, threads?: number): Promise<number> {
  const session = await createSession(model, { ...(threads !== undefined && { threads }) });
  const times: number[] = [];
  const began = performance.now();
  for (let i = 0; i < warmups + runs && (times.length < 3 || performance.now() - began < enough * 1000); i++) {
    const started = performance.now();
    await session.run(feeds);
    if (i >= warmups) times.push(performance.now() - started);
  }
  await session.close();
  return median(times);
}
