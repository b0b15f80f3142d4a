/**
 * `npm run release -- 1.2.3`: the version into package.json and its lock, the changelog's heading, a commit and a tag. Pushing the
 * tag has the release's workflow test, pack and publish with provenance. `--dry-run` says what it would do and changes
 * nothing.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { released, versionAfter } from './releaseText';

const root = process.cwd();
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(why: string): never {
  process.stderr.write(`release: ${why}\n`);
  process.exit(1);
}

const [wanted = '', ...flags] = process.argv.slice(2);
const dry = flags.includes('--dry-run');
const { version: current } = JSON.parse(read('package.json')) as { version: string };
const version = versionAfter(current, wanted);
if (version === undefined)
  fail(`the version must be above ${current}, like 1.2.3, or be major, minor or patch (got ${wanted || 'nothing'})`);
if (git('status', '--porcelain') !== '') fail('there are changes that are not committed');
if (git('tag', '--list', `v${version}`) !== '') fail(`there is a tag v${version} already`);
const changelog = released(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10));
if (changelog === undefined) fail('CHANGELOG.md says nothing under "Unreleased"');

const withVersion = (text: string) => text.replaceAll(`"version": "${current}"`, `"version": "${version}"`);
/** The lock names the package's version twice, at its beginning. */
const lock = read('package-lock.json');
const end = lock.indexOf('"node_modules/');
const files = {
  'package.json': withVersion(read('package.json')),
  'package-lock.json': withVersion(lock.slice(0, end)) + lock.slice(end),
  'CHANGELOG.md': changelog,
};
if (dry) {
  say(`${current} → ${version}`);
  say(`would change: ${Object.keys(files).join(', ')}`);
  say(`would commit "Version ${version}" and tag it v${version}`);
} else {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  git('commit', '--all', '--message', `Version ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
  say(`v${version} is tagged. To publish it: git push --follow-tags`);
}
