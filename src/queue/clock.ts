/** One clock for all machines: the server's. */
import type { Client } from './connection';

const own = Date.now.bind(Date);

/**
 * From here on `Date.now` of this process tells the server's time, to about the time that a question takes: BullMQ writes
 * times on one machine and compares them on another, and a clock that is wrong would hold jobs back.
 *
 * Resolves with the milliseconds by which this machine's clock is ahead.
 */
export async function serverClock(client: Client): Promise<number> {
  const asked = own();
  const [seconds = 0, microseconds = 0] = (await client.time()).map(Number);
  const ahead = Math.round((asked + own()) / 2 - (seconds * 1000 + microseconds / 1000));
  Date.now = () => own() - ahead;
  return ahead;
}
