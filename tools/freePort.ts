import { type AddressInfo, createServer } from 'node:net';

/** A port of this computer that nobody listens at. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => resolve(port));
    });
  });
