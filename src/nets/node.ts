/** Networks in files of their own, in Node. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildForTraining, input, type Network, type Tensor } from '../graph';
import { described } from '../options';
import { findNetwork } from './index';

/** Whether a network is meant by its file rather than its name. */
export const isNetworkFile = (name: string) => ending.test(name);

/** TypeScript is read by the Nodes that can. */
const ending = /\.m?[jt]s$/i;

/** What a network's folder is called: "mine" for ./nets/mine.mjs. */
export const networkTitle = (name: string) => (isNetworkFile(name) ? basename(name).replace(ending, '') : name);

const isNetwork = (value: unknown): value is Network =>
  typeof (value as Network | undefined)?.body === 'function' && Array.isArray((value as Network).input);

/**
 * The network of that name, or the one that an .mjs file exports (docs/guides/network.md).
 *
 * Throws an Error in one line when there is none, the file exports none, or its layers do not fit.
 */
export async function loadNetwork(nameOrFile: string): Promise<Network> {
  if (!isNetworkFile(nameOrFile)) return findNetwork(nameOrFile);
  const path = resolve(nameOrFile);
  if (!existsSync(path)) throw new Error(`${nameOrFile}: there is no such file`);
  const { href } = pathToFileURL(path);
  const placeOf = (error: unknown) =>
    error instanceof SyntaxError
      ? placeIn(path, checked(path))
      : placeIn(href, (error as Error | undefined)?.stack ?? '');
  const failed = (error: unknown) => new Error(`${nameOrFile}${placeOf(error)}: ${reasonOf(error)}`);
  const module: Record<string, unknown> = await import(href).catch((error: unknown) => {
    throw failed(error);
  });
  const net = [module['default'], ...Object.values(module)].find(isNetwork);
  if (!net)
    throw new Error(
      `${nameOrFile}: exports no network; export default network('mine', { input: [1, 48, 48] }, (layers, pixels) => …)`,
    );
  try {
    requirePictures(net);
    const { heads } = buildForTraining(net, input('pixels', [1, ...net.input]));
    requireHeads(heads);
  } catch (error) {
    throw failed(error);
  }
  return net;
}

/** What Node says of a file that it cannot parse: an error of `import` does not tell where. */
const checked = (path: string) => spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' }).stderr ?? '';

/** ", line 5" of the file, where that is told. */
function placeIn(file: string, told: string): string {
  const at = told.indexOf(`${file}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(told.slice(at + file.length + 1))?.[0];
  return line === undefined ? '' : `, line ${line}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${described(error)}`;
  if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return `Node ${process.versions.node} reads no TypeScript; compile it to .mjs, or use Node 22.18 or later`;
  return error.message.split('\n')[0] as string;
}

/** Throws an Error when the network is not made for grey or coloured pictures. */
function requirePictures({ input: [channels] }: Network) {
  if (channels !== 1 && channels !== 3)
    throw new Error(
      `input must be [channels, height, width] with 1 channel for grey or 3 for colour (got ${channels})`,
    );
}

const isTensor = (value: unknown): value is Tensor => Array.isArray((value as Tensor | undefined)?.shape);

const widths: Readonly<Record<string, number>> = { fer2013: 7, ferplus: 8, face: 2 };

/** Throws an Error that names the head that is missing, unknown or of another width. */
function requireHeads(heads: ReturnType<Network['body']> | undefined) {
  if (heads instanceof Promise)
    throw new Error('the network is an async function; it must return its heads themselves');
  if (!heads?.['fer2013'])
    throw new Error('the network must return a head fer2013 [batch, 7], as { fer2013: dense(…, 7) }');
  for (const [name, head] of Object.entries(heads)) {
    const width = widths[name];
    if (!isTensor(head)) throw new Error(`the head ${name} must be a tensor (got ${described(head)})`);
    const { shape, operation } = head;
    if (operation.name === 'softmax') throw new Error(`the head ${name} must give logits; leave its softmax out`);
    if (width === undefined) throw new Error(`unknown head "${name}"; available: ${Object.keys(widths).join(', ')}`);
    if (shape.length !== 2 || shape[1] !== width)
      throw new Error(`the head ${name} must be [batch, ${width}] (got [batch, ${shape.slice(1).join(', ')}])`);
  }
}
