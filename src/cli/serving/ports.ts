/** Where the page lives: its port, and what to do when that is taken. */
import { createInterface } from 'node:readline/promises';
import { tell } from '../output';
import { addressOf, isServing, PortError } from './serve';

/**
 * A browser keeps the journal, and whether the camera is allowed, by the address, so the port is always the same, not one
 * that development servers like to take, and below those that systems give away; the next ones stand in for it.
 */
export const usualPorts: readonly number[] = Array.from({ length: 10 }, (_, i) => 23335 + i);

export const highestPort = 65_535;

/** Where a person can be asked; `isTTY` says whether one is there. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

export interface Place {
  url: string;
  /** A feeling that was started before serves it. */
  found: boolean;
}

/**
 * A place for the page at the first of these ports that is free, or where a feeling runs already. Undefined when only another
 * port than the first is left and the person does not want that.
 *
 * Throws a PortError when all are taken.
 */
export async function serveOrFind(
  ports: readonly number[],
  serve: (port: number) => Promise<{ url: string }>,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<Place | undefined> {
  let taken: PortError | undefined;
  for (const [i, port] of ports.entries()) {
    if (i === 1 && !(await wantsAnother(ports[0] as number, terminal))) return undefined;
    try {
      return { url: (await serve(port)).url, found: false };
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      if (await isServing(port)) return { url: addressOf(port), found: true };
      taken ??= error;
    }
  }
  throw taken;
}

/** Says what another port means for the journal; on a terminal it is for the person to decide. */
async function wantsAnother(port: number, { input, output }: Terminal): Promise<boolean> {
  tell(
    `Port ${port} is used by another program. A browser keeps the journal by the page's address: at another port you will ` +
      `not see the entries of ${addressOf(port)}, and what you enter there stays there. They are safe: end the other ` +
      'program and start again to see them.',
  );
  if (!input.isTTY || !output.isTTY) return true;
  const asking = createInterface({ input, output });
  const left = new AbortController();
  // Ctrl-C and Ctrl-D close it without an answer.
  asking.once('close', () => left.abort());
  try {
    const answer = await asking.question('Go on at another port? [y/N] ', { signal: left.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (!left.signal.aborted) throw error;
    output.write('\n');
    return false;
  } finally {
    asking.close();
  }
}
