/** `feeling page`: the page as static files, for a web host of one's own. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { checkFolder, makeFolder, writeWhole } from '../files/node';
import { tell, UsageError } from './output';
import { hostingFiles, withPolicy } from './serving/hosting';
import { type PageParts, pageParts } from './serving/pageParts';
import { withOrigins } from './serving/securityHeaders';
import { originsOf, syncWithFlags, syncWithText } from './serving/syncWith';

export function addPage(program: Command) {
  program
    .command('page')
    .description('write the page as static files, for a web host of your own')
    .requiredOption('--out <folder>', 'a new folder, or one that was written so before')
    .option(syncWithFlags, syncWithText)
    .action(({ out, syncWith }: { out: string; syncWith?: string[] }) => writePage(out, originsOf(syncWith)));
}

/** Names what was written, so that a newer version replaces that and nothing else. */
const listName = 'feeling-page.json';

async function writePage(out: string, origins: readonly string[]) {
  await checkFolder(out);
  const before = await writtenBefore(out);
  const files = await pageFiles(await pageParts(), origins);
  // The old page works until its index is replaced, which is last.
  const names = [...files.keys()].sort((a, b) => Number(a === 'index.html') - Number(b === 'index.html'));
  for (const name of names) {
    const path = join(out, name);
    await makeFolder(dirname(path));
    await writeWhole(path, await (files.get(name) as Content)());
  }
  await writeWhole(join(out, listName), `${JSON.stringify({ feeling: 'page', files: names }, undefined, 1)}\n`);
  for (const name of before) if (!files.has(name)) await rm(join(out, name), { force: true });
  tell(`${out}: ${names.length} files; README.txt in it says how to host them`);
}

/** Throws a UsageError for a folder that holds anything of somebody else's. */
async function writtenBefore(out: string): Promise<string[]> {
  const present = await readdir(out).catch(() => []);
  if (present.length === 0) return [];
  const list = await readFile(join(out, listName), 'utf8').catch(() => undefined);
  if (list === undefined)
    throw new UsageError(
      `${out}: there are other files in this folder; choose a new one, or one that was written so before`,
    );
  const isOurs = (name: unknown): name is string => typeof name === 'string' && isWithin(out, join(out, name));
  const files = filesIn(list);
  if (!files?.every(isOurs)) throw new Error(`${join(out, listName)}: is damaged; remove the folder`);
  return files;
}

function filesIn(list: string): unknown[] | undefined {
  try {
    const files: unknown = JSON.parse(list)?.files;
    return Array.isArray(files) ? files : undefined;
  } catch {
    return undefined;
  }
}

const isWithin = (folder: string, path: string) => !relative(folder, path).startsWith('..');

type Content = () => Promise<string | Uint8Array>;

/** Which files of a folder are the page's, where they lie among others. */
const isFor = (place: PageParts['elsewhere'][number]['place'], file: string) =>
  ({ models: true, ort: file.startsWith('ort-'), heif: file === 'libheif.wasm' })[place];

/** Every file by its name in the folder, with slashes. */
async function pageFiles(
  { folder, elsewhere, fetched }: PageParts,
  origins: readonly string[],
): Promise<Map<string, Content>> {
  const files = new Map<string, Content>();
  const copy = (name: string, path: string) => files.set(name, () => readFile(path));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Hosts compress by themselves.
    if (entry.isFile() && !entry.name.endsWith('.gz')) copy(relative(folder, path).split(sep).join('/'), path);
  }
  for (const { place, folder } of elsewhere)
    for (const file of await readdir(folder))
      if (isFor(place, file) && !files.has(`${place}/${file}`)) copy(`${place}/${file}`, join(folder, file));
  files.set('models/fetched.json', async () => JSON.stringify(fetched));
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  files.set('index.html', async () => withPolicy(await text('index.html'), origins));
  files.set('serviceWorker.js', async () => withOrigins(await text('serviceWorker.js'), origins));
  for (const [name, content] of Object.entries(hostingFiles(origins))) files.set(name, async () => content);
  return files;
}
