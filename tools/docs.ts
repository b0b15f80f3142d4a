/**
 * `npm run docs`: the documentation as a static site in dist/docs, which needs no network. Its pages are gathered in
 * docs/.site first: those of docs/, the models' cards, tables written from the code, and the API from the doc comments.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../src/model/node';
import { linked, shapesAsCode } from './docsText';
import { tables } from './tables';

const root = packageRoot();
const docs = join(root, 'docs');
const site = join(docs, '.site');
/** Pages from other places, by where they stand in the site. */
const elsewhere: Readonly<Record<string, string>> = {
  'models/compact.md': 'cards/compact.md',
  'models/tiny.md': 'cards/tiny.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security.md',
  'CODE_OF_CONDUCT.md': 'code-of-conduct.md',
  'examples/android/README.md': 'guides/android.md',
};

function write(path: string, text: string) {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
}

/** Where a file of the repository is in the site; undefined for code, which is not. */
function placeOf(file: string): string | undefined {
  const inDocs = relative(docs, file);
  if (!inDocs.startsWith('..')) return inDocs;
  return elsewhere[posix.normalize(relative(root, file))];
}

function gather() {
  for (const entry of readdirSync(docs, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(docs, file);
    if (!entry.isFile() || /^(\.|node_modules|package)/.test(path)) continue;
    if (path.endsWith('.md')) page(file, path);
    else {
      mkdirSync(dirname(join(site, path)), { recursive: true });
      copyFileSync(file, join(site, path));
    }
  }
  for (const [file, path] of Object.entries(elsewhere)) page(join(root, file), path);
  for (const [path, text] of Object.entries(tables)) write(path, text());
}

/** A page with its links turned to where their targets are in the site. */
function page(file: string, path: string) {
  const text = linked(readFileSync(file, 'utf8'), (target) => {
    const wanted = resolve(dirname(file), target);
    const place = placeOf(wanted) ?? placeOf(join(wanted, 'README.md'));
    if (place !== undefined) return posix.relative(dirname(path), place) || basename(place);
    if (!existsSync(wanted)) throw new Error(`${relative(root, file)}: links to ${target}, which does not exist`);
    return undefined;
  });
  write(path, text);
}

const require = createRequire(join(docs, 'package.json'));
const load = (name: string) => import(pathToFileURL(require.resolve(name)).href);

async function api() {
  const { Application } = await load('typedoc');
  const app = await Application.bootstrapWithPlugins({
    plugin: [require.resolve('typedoc-plugin-markdown')],
    entryPoints: ['node', 'train'].map((door) => join(root, 'src', 'public', `${door}.ts`)),
    outputs: [{ name: 'markdown', path: join(site, 'api') }],
    tsconfig: join(root, 'tsconfig.types.json'),
    // Types are checked by the compiler that the project names.
    skipErrorChecking: true,
    readme: 'none',
    name: 'API',
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    logLevel: 'Warn',
    validation: { notExported: false, invalidLink: false, rewrittenLink: false, notDocumented: false },
    // Of typedoc-plugin-markdown.
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    sanitizeComments: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    useCodeBlocks: true,
  });
  const project = await app.convert();
  if (!project) throw new Error('docs: typedoc could not read src/public');
  await app.generateOutputs(project);
  for (const entry of readdirSync(join(site, 'api'), { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.md')) continue;
    const file = join(entry.parentPath, entry.name);
    writeFileSync(file, shapesAsCode(readFileSync(file, 'utf8')));
  }
}

rmSync(site, { recursive: true, force: true });
gather();
await api();
const { build } = await load('vitepress');
await build(docs);
process.stdout.write(`${join(root, 'dist', 'docs', 'index.html')}\n`);
// VitePress leaves a worker running.
process.exit(0);
