/** Networks in files of their own, in Node. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { buildForTraining, input, type Network } from '../graph';
import { findNetwork } from './index';

/** Whether a network is meant by its file rather than its name. */
export const isNetworkFile = (name: string) => /\.m?js$/i.test(name);

/** What a network's folder is called: "mine" for ./nets/mine.mjs. */
export const networkTitle = (name: string) => (isNetworkFile(name) ? basename(name).replace(/\.m?js$/i, '') : name);

const side = v.pipe(v.number(), v.integer(), v.minValue(1));
const networkSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  input: v.tuple([v.picklist([1, 3]), side, side]),
  body: v.function(),
});

/**
 * The network of that name, or the one that an .mjs file exports (docs/guides/network.md).
 *
 * Throws an Error in one line when there is none, the file exports none, or its layers do not fit.
 */
export async function loadNetwork(nameOrFile: string): Promise<Network> {
  if (!isNetworkFile(nameOrFile)) return findNetwork(nameOrFile);
  const path = resolve(nameOrFile);
  if (!existsSync(path)) throw new Error(`${nameOrFile}: there is no such file`);
  const failed = (error: unknown) => new Error(`${nameOrFile}: ${(error as Error).message?.split('\n')[0] ?? error}`);
  const module: Record<string, unknown> = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw failed(error);
  });
  const found = [module['default'], ...Object.values(module)].find((value) => v.is(networkSchema, value));
  if (!found)
    throw new Error(
      `${nameOrFile}: exports no network; export default network('mine', { input: [1, 48, 48] }, (layers, pixels) => …)`,
    );
  const net = found as Network;
  try {
    const { heads } = buildForTraining(net, input('pixels', [1, ...net.input]));
    requireHeads(heads);
  } catch (error) {
    throw failed(error);
  }
  return net;
}

const widths: Readonly<Record<string, number>> = { fer2013: 7, ferplus: 8, face: 2 };

/** Throws an Error that names the head that is missing, unknown or of another width. */
function requireHeads(heads: ReturnType<Network['body']>) {
  if (!heads['fer2013']) throw new Error('the network must return a head fer2013 [batch, 7]');
  for (const [name, { shape }] of Object.entries(heads)) {
    const width = widths[name];
    if (width === undefined) throw new Error(`unknown head "${name}"; available: ${Object.keys(widths).join(', ')}`);
    if (shape.length !== 2 || shape[1] !== width)
      throw new Error(`the head ${name} must be [batch, ${width}] (got [batch, ${shape.slice(1).join(', ')}])`);
  }
}
