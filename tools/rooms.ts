/**
 * Checks that the house keeps its order:
 *
 * - a room under src/ imports only from rooms that stand above it;
 * - rooms are entered through a door (index.ts, or node.ts and browser.ts for what one platform alone can do), by other
 *   rooms and their tests, by the page, its tests, benches, simulations, tools and what makes a release;
 * - no files import one another in a circle, wherever they are. Imports of types alone do not count: they are gone when
 *   the code runs;
 * - README's table and the picture in docs/ name the rooms as they stand.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the top of the house to the bottom. */
const rooms = [
  'options',
  'files',
  'statistics',
  'emotion',
  'media',
  'store',
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
const beside = ['app', 'release', 'bench', 'simulate', 'tools', 'e2e'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const problems: string[] = [];

interface Import {
  /** From the checkout's folder, without its ending. */
  target: string;
  typesOnly: boolean;
}

const imported =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*'(\.[^']+)'|import\(\s*'(\.[^']+)'|import '(\.[^']+)'/g;

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(imported)].map(([statement, types, from, late, bare]) => ({
    target: relative(root, resolve(dirname(path), from ?? late ?? bare ?? '')).replace(/\.tsx?$/, ''),
    typesOnly: types !== undefined || (from !== undefined && hasOnlyTypes(statement)),
  }));
}

/** `import { type A, type B } from`: every name is a type. */
function hasOnlyTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(statement)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  const isPlain = /^\s*(?:import|export)\s*\{/.test(statement);
  return isPlain && (names ?? []).every((name) => name === '' || name.startsWith('type '));
}

const files = ['src', ...beside].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.split(sep).includes('node_modules'))
    .map((file) => join(folder, file)),
);

/** What each file needs when it runs, by its path without ending. */
const needs = new Map<string, string[]>();

for (const file of files) {
  const [folder, room = ''] = file.split(sep);
  const isInside = folder === 'src';
  const isTest = /\.test\.tsx?$/.test(file);
  if (isInside && !rooms.includes(room)) problems.push(`${file}: "${room}" is no room of the house`);
  const found = importsOf(join(root, file));
  for (const { target } of found) {
    const [top, other = '', ...rest] = target.split(sep);
    if (top !== 'src' || (isInside && other === room)) continue;
    if (isInside && !isTest && rooms.indexOf(other) > rooms.indexOf(room))
      problems.push(`${file}: imports from ${other}, which stands below ${room}`);
    const isDoor = rest.length === 0 || (rest.length === 1 && doors.has(rest[0] as string));
    // The command line has no room below it: who builds, measures and tests it takes it apart.
    if (!isDoor && other !== 'cli')
      problems.push(`${file}: imports ${[other, ...rest].join('/')}, past the door of ${other}`);
  }
  needs.set(
    file.replace(/\.tsx?$/, ''),
    found.filter(({ typesOnly }) => !typesOnly).map(({ target }) => fileOf(target)),
  );
}

/** The file behind an import, which may name its folder. */
function fileOf(target: string): string {
  return existsSync(join(root, `${target}.ts`)) || existsSync(join(root, `${target}.tsx`))
    ? target
    : join(target, 'index');
}

const seen = new Set<string>();
function lookForCircles(file: string, way: readonly string[]) {
  const start = way.indexOf(file);
  if (start >= 0) problems.push(`in a circle: ${[...way.slice(start), file].join(' → ')}`);
  if (seen.has(file)) return;
  seen.add(file);
  for (const next of needs.get(file) ?? []) lookForCircles(next, [...way, file]);
}
for (const file of needs.keys()) lookForCircles(file, []);

for (const [file, name] of [
  ['README.md', /(?<=^## The house$.*)^\| `([a-z]+)` /gms],
  ['docs/house.svg', /font-weight="600">([a-z]+)</g],
] as const) {
  const named = [...readFileSync(join(root, file), 'utf8').matchAll(name)].map(([, room]) => room);
  if (named.join() !== rooms.join())
    problems.push(`${file}: names ${named.join(', ')} (the rooms are ${rooms.join(', ')})`);
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`rooms: ${problems.length === 0 ? 'in order' : `${problems.length} problems`}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
