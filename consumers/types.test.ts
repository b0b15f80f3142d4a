/** The package's types under every way that compilers resolve them, without `skipLibCheck`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, type Project } from './project';

const node = { lib: ['es2022'], types: ['node'] };
const web = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] };

/** What is compiled, and how. */
const ways: [string, { files: string[]; compilerOptions: Record<string, unknown>; since?: '7' }][] = [
  [
    'node16, import and require',
    { files: ['node.mts', 'require.cts'], compilerOptions: { ...node, module: 'node16', moduleResolution: 'node16' } },
  ],
  [
    'nodenext, import and require',
    {
      files: ['node.mts', 'require.cts'],
      compilerOptions: { ...node, module: 'nodenext', moduleResolution: 'nodenext' },
    },
  ],
  [
    'bundler, a server',
    { files: ['node.mts'], compilerOptions: { ...node, module: 'esnext', moduleResolution: 'bundler' } },
  ],
  [
    'bundler, a page',
    { files: ['web.ts'], compilerOptions: { ...web, module: 'esnext', moduleResolution: 'bundler' } },
  ],
  [
    'bundler, a page that has Node’s types and the browser condition',
    {
      files: ['web.ts'],
      compilerOptions: {
        ...web,
        types: ['node'],
        customConditions: ['browser'],
        module: 'esnext',
        moduleResolution: 'bundler',
      },
    },
  ],
  [
    'bundler, without any platform’s types',
    { files: ['bare.ts'], compilerOptions: { ...node, types: [], module: 'esnext', moduleResolution: 'bundler' } },
  ],
  [
    'await using',
    {
      files: ['using.mts'],
      compilerOptions: {
        ...node,
        lib: ['es2022', 'esnext.disposable'],
        module: 'nodenext',
        moduleResolution: 'nodenext',
      },
    },
  ],
];
/** TypeScript 7 no longer knows it. */
const node10 = {
  files: ['bare.ts'],
  compilerOptions: { ...node, types: [], module: 'commonjs', moduleResolution: 'node10' },
};

describe.each([
  ['5.4', '20'],
  ['latest', 'latest'],
])('TypeScript %s', (version, nodeTypes) => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject([`typescript@${version}`, `@types/node@${nodeTypes}`], { files: 'types' });
  });
  afterAll(() => project?.remove());

  it.each(version === '5.4' ? [...ways, ['commonjs, node10', node10] as (typeof ways)[number]] : ways)(
    '%s',
    (_, { files, compilerOptions }) => {
      const config = {
        compilerOptions: { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', ...compilerOptions },
        files,
      };
      project.write('tsconfig.json', JSON.stringify(config));
      expect(project.run('tsc', '-p', '.')).toEqual({ output: '', status: 0 });
    },
  );
});

describe('what others say of the package', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject(['@arethetypeswrong/cli', 'publint']);
  });
  afterAll(() => project?.remove());

  it('attw (are the types wrong): no problems', () => {
    const { output, status } = project.run('attw', project.tarball, '--no-color');
    expect(output).toContain('No problems found');
    expect(status).toBe(0);
  });

  it('publint: all good', () => {
    const { output, status } = project.run('publint', project.tarball, '--strict');
    expect(output).toContain('All good!');
    expect(status).toBe(0);
  });
});
