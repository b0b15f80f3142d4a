/** `npm run release`, in a repository of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { released, versionAfter } from '../tools/releaseText';
import { temporaryFolder } from '../tools/temporary';

const folder = temporaryFolder();
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const tsx = pathToFileURL(join(packageRoot(), 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const release = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', tsx, join(packageRoot(), 'tools', 'release.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    },
  });

describe('a release', () => {
  it('knows which versions come after the current one', () => {
    expect(versionAfter('0.1.9', 'patch')).toBe('0.1.10');
    expect(versionAfter('0.1.9', 'major')).toBe('1.0.0');
    expect(versionAfter('0.1.9', '0.2.0')).toBe('0.2.0');
    for (const wrong of ['0.1.9', '0.1.8', 'v1.0.0', '1.0', '', '01.0.0'])
      expect(versionAfter('0.1.9', wrong)).toBe(undefined);
  });

  it('dates what was unreleased, and needs something there', () => {
    const changelog = '# Changelog\n\n## Unreleased\n\n- A thing.\n\n## 0.0.1 - 2026-01-01\n\n- First.\n';
    expect(released(changelog, '0.1.0', '2026-02-03')).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-02-03\n\n- A thing.\n\n## 0.0.1 - 2026-01-01\n\n- First.\n',
    );
    expect(released('## Unreleased\n\n## 0.0.1 - 2026-01-01\n\n- First.\n', '0.1.0', '2026-02-03')).toBe(undefined);
  });

  it('changes nothing in a dry run, and else commits and tags', () => {
    write('package.json', '{\n  "name": "x",\n  "version": "0.1.0"\n}\n');
    write(
      'package-lock.json',
      '{ "version": "0.1.0", "packages": { "": { "version": "0.1.0" }, "node_modules/a": { "version": "0.1.0" } } }\n',
    );
    write('CHANGELOG.md', '## Unreleased\n\n- A thing.\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');

    expect(release('minor', '--dry-run').stdout).toContain('0.1.0 → 0.2.0');
    expect(git('status', '--porcelain')).toBe('');
    expect(release('0.0.9').stderr).toBe(
      'release: the version must be above 0.1.0, like 1.2.3, or be major, minor or patch (got 0.0.9)\n',
    );

    expect(release('minor').status).toBe(0);
    expect(JSON.parse(read('package.json')).version).toBe('0.2.0');
    expect(JSON.parse(read('package-lock.json'))).toEqual({
      version: '0.2.0',
      packages: { '': { version: '0.2.0' }, 'node_modules/a': { version: '0.1.0' } },
    });
    expect(read('CHANGELOG.md')).toMatch(/^## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n- A thing\.\n$/);
    expect(git('tag')).toBe('v0.2.0\n');
    expect(git('status', '--porcelain')).toBe('');
    expect(release('patch').stderr).toBe('release: CHANGELOG.md says nothing under "Unreleased"\n');
  });
});

it('the packed manifest asks for no build, and the checkout keeps its own', () => {
  const copy = join(folder, 'packed');
  for (const file of ['package.json', 'tools/packed.mjs']) cpSync(join(packageRoot(), file), join(copy, file));
  const manifest = join(copy, 'package.json');
  const before = readFileSync(manifest, 'utf8');
  const run = (when: string) => execFileSync(process.execPath, [join(copy, 'tools', 'packed.mjs'), when]);
  run('before');
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8'));
  expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)).toEqual([]);
  expect(scripts.prepack).toBe('npm run build && node tools/packed.mjs before');
  for (let time = 0; time < 2; time++) run('after');
  expect(readFileSync(manifest, 'utf8')).toBe(before);
});
