import { afterEach, expect, it } from 'vitest';
import { type Client, serverClock } from './node';

const own = Date.now;
afterEach(() => {
  Date.now = own;
});

it("a machine whose clock is an hour ahead takes the server's", async () => {
  const server = () => own() - 3_600_000;
  const time = async () => {
    const now = server();
    return [Math.floor(now / 1000), (now % 1000) * 1000];
  };
  const before = server();
  const ahead = await serverClock({ time } as unknown as Client);
  // Up to what passed while it was asked.
  const passed = server() - before;
  expect(Math.abs(ahead - 3_600_000)).toBeLessThanOrEqual(passed + 1);
  const [earliest, now, latest] = [server(), Date.now(), server()];
  expect(now).toBeGreaterThanOrEqual(earliest - passed - 1);
  expect(now).toBeLessThanOrEqual(latest + passed + 1);
});
