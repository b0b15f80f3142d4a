/** `feeling models`: which networks there are, what is known of one, and fetching those that do not ship. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { clearFaces } from '../data/node';
import { type ModelEntry, models } from '../model';
import { cacheFolder, clearPageModels, isPulled, modelFolder, modelPath, packageRoot, pullModel } from '../model/node';
import { interruption } from './interruption';
import { fetchedNetwork, ownNetwork } from './networkNames';
import { print, progress, table, tell } from './output';
import { type KnownNetwork, knownNetworks, networksTable } from './study/networks';
import { refuseInputs } from './targets';

export function addModels(program: Command) {
  const command = program.command('models').description('the networks that read faces');
  command
    .command('list')
    .description('list them, as without a part')
    .option('--all', 'also the networks that can be trained')
    .option('--json', 'JSON')
    .action(list);
  command.command('info').description("a network's card").argument('<name>', 'the network', ownNetwork).action(info);
  command
    .command('pull')
    .description('fetch a network that does not come with feeling, once')
    .argument('<name>', pullable().join(', '), fetchedNetwork)
    .option('--from <dir>', 'take its files from this folder')
    .action(pull);
  command
    .command('clear-cache')
    .description("empty feeling's cache: faces that were decoded from data sets, networks made for the page")
    .option('--fetched', 'networks that were fetched, too')
    .action(clearCache);
}

async function clearCache({ fetched }: { fetched?: boolean }) {
  const folder = cacheFolder();
  const [sets, versions] = [await clearFaces(), await clearPageModels()];
  if (fetched) await rm(join(folder, 'models'), { recursive: true, force: true });
  const parts = [
    `${sets} data set${sets === 1 ? '' : 's'}`,
    `${versions} version${versions === 1 ? '' : 's'} of the page's networks`,
    ...(fetched ? ['all fetched networks'] : []),
  ];
  print(`removed from ${folder}: ${parts.join(', ')}`);
}

const pullable = () => models.filter((m) => m.download).map((m) => m.name);

const isReady = (entry: ModelEntry) =>
  entry.download ? isPulled(entry) : Promise.resolve(existsSync(modelPath(entry)));

async function list({ all: withTrainable, json }: { all?: boolean; json?: boolean }) {
  const all = await Promise.all(models.map(async (m) => ({ ...m, ready: await isReady(m) })));
  if (json) {
    const trainable = withTrainable ? await knownNetworks() : [];
    print(JSON.stringify([...all.map(({ download, ...entry }) => entry), ...trainable.map(asEntry)]));
    return;
  }
  print(
    table(
      ['name', 'kind', 'parameters', 'MMAC', 'input', 'kB', 'ready'],
      all.map((m) => [
        m.name,
        m.kind,
        m.parameters.toLocaleString('en'),
        (m.macs / 1e6).toFixed(1),
        m.input.join(' × '),
        (m.bytes / 1000).toFixed(0),
        m.ready ? 'yes' : `feeling models pull ${m.name}`,
      ]),
    ),
  );
  if (withTrainable) print(`\ncan be trained (feeling networks):\n\n${networksTable(await knownNetworks(), false)}`);
}

/** In the words of a model's entry. */
const asEntry = ({ name, parameters, macs, input, batchSize, memory, accuracy }: KnownNetwork) => ({
  ...{ name, kind: 'trainable', parameters, macs, input, batchSize, memory },
  ...(accuracy !== undefined && { accuracy }),
});

/** `name` was checked where it was given. */
const find = (name: string) => models.find((m) => m.name === name) as ModelEntry;

async function info(name: string) {
  const entry = find(name);
  const card = join(packageRoot(), 'models', `${entry.name}.md`);
  if (existsSync(card)) {
    print((await readFile(card, 'utf8')).trimEnd());
    return;
  }
  const source = entry.from ?? (entry.download && `${entry.download.repository} at ${entry.download.commit}`);
  print(
    `${entry.name} finds faces. ${entry.parameters.toLocaleString('en')} parameters, ${(entry.macs / 1e6).toFixed(1)} million products, input ${entry.input.join(' × ')}.\n` +
      `From ${source}, SHA-256 ${entry.sha256}. ${(await isReady(entry)) ? 'Ready.' : `Not here yet: feeling models pull ${entry.name}`}`,
  );
}

async function pull(name: string, { from }: { from?: string }) {
  const entry = find(name);
  if (from !== undefined && !(await isReady(entry))) await refuseOwnFolder(entry, from);
  const bar = progress(name, Math.round((entry.download?.files ?? []).reduce((sum, f) => sum + f.bytes, 0) / 1000));
  const interrupt = interruption();
  try {
    const folder = await pullModel(entry, {
      ...(from !== undefined && { from }),
      signal: interrupt.signal,
      onProgress: (done) => bar.update(Math.round(done / 1000), 'kB'),
    });
    tell(`${name} is ready, in ${folder}`);
  } finally {
    bar.stop();
    interrupt.end();
  }
}

/** Files cannot be taken from the very place that they are brought to. */
function refuseOwnFolder(entry: ModelEntry, from: string) {
  const files = (entry.download?.files ?? []).map(({ file }) => file);
  return refuseInputs(
    files.map((file) => ({ what: '--from', path: join(modelFolder(entry), file) })),
    files.map((file) => join(from, file)),
  );
}
