import { afterEach, expect, it } from 'vitest';
import { type Client, serverClock } from './node';

const own = Date.now;
afterEach(() => {
  Date.now = own;
});

it("a machine whose clock is an hour ahead takes the server's", async () => {
  const server = own() - 3_600_000;
  const client = { time: async () => [Math.floor(server / 1000), (server % 1000) * 1000] } as unknown as Client;
  const ahead = await serverClock(client);
  expect(Math.abs(ahead - 3_600_000)).toBeLessThan(1_000);
  expect(Math.abs(Date.now() - server)).toBeLessThan(5_000);
});
