/**
 * Checks that the house keeps its order: a room under src/ imports only from rooms that stand above it, and from
 * other rooms only through a door (index.ts, or node.ts and browser.ts for what one platform alone can do).
 * Tests may look into any room through its doors. So do the page and what makes a release.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the top of the house to the bottom. */
const rooms = [
  'options',
  'files',
  'statistics',
  'emotion',
  'media',
  'graph',
  'tflite',
  'runtime',
  'nets',
  'model',
  'face',
  'personal',
  'detect',
  'data',
  'train',
  'evaluate',
  'report',
  'mood',
  'queue',
  'public',
  'cli',
];
const doors = new Set(['index', 'node', 'browser']);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const problems: string[] = [];

for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  if (!/\.tsx?$/.test(file)) continue;
  const [room = ''] = file.split(sep);
  if (!rooms.includes(room)) problems.push(`src/${file}: "${room}" is no room of the house`);
  const isTest = /\.test\.tsx?$/.test(file);
  for (const [, target = ''] of readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const path = relative(source, resolve(dirname(join(source, file)), target));
    if (path.startsWith('..')) continue;
    const [other = '', ...rest] = path.split(sep);
    if (other === room) continue;
    if (!isTest && rooms.indexOf(other) > rooms.indexOf(room))
      problems.push(`src/${file}: imports from ${other}, which stands below ${room}`);
    if (rest.length > 1 || (rest.length === 1 && !doors.has(rest[0] as string)))
      problems.push(`src/${file}: imports ${path}, past the door of ${other}`);
  }
}

for (const beside of ['app', 'release'])
  for (const file of readdirSync(join(root, beside), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const path = join(root, beside, file);
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const [other = '', ...rest] = relative(source, resolve(dirname(path), target)).split(sep);
      if (rooms.includes(other) && (rest.length > 1 || (rest.length === 1 && !doors.has(rest[0] as string))))
        problems.push(`${beside}/${file}: imports ${[other, ...rest].join('/')}, past the door of ${other}`);
    }
  }

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`rooms: ${problems.length === 0 ? 'in order' : `${problems.length} problems`}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
