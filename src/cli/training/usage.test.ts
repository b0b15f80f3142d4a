/** What `feeling train` and `feeling sweep` say to what is given to them wrongly, or in a way of other systems. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feelingIn } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const { data } = await fakeFer(folder, 42);
const feeling = feelingIn({ cwd: folder, cache: join(folder, 'cache') });

it.each([
  [['--freeze', ''], '--freeze must not be empty (got ""); is a variable of the shell not set?'],
  [['--init', ''], '--init must not be empty (got ""); is a variable of the shell not set?'],
  [['--init-map', 'map.json'], '--init-map says what layers are called in the file of --init, which is missing'],
  [['--resume', 'run', '--init-map', 'map.json'], 'a run that goes on has its weights already; leave --init-map out'],
])('%j is wrong usage', (options, told) => {
  expect(feeling('train', '--data', data, ...options)).toEqual({ status: 2, stdout: '', stderr: `feeling: ${told}\n` });
});

it('a recipe as PowerShell saves it is read, and what is none is named', async () => {
  await writeFile(join(folder, 'wide.json'), '\uFEFF{"model":"tiny","epochs":3}', 'utf16le');
  expect(JSON.parse(feeling('recipe', 'wide.json').stdout)).toMatchObject({ model: 'tiny', epochs: 3 });
  await writeFile(join(folder, 'list.json'), '[{"model":"tiny"}]');
  expect(feeling('recipe', 'list.json').stderr).toBe(
    'feeling: list.json: must be an object of settings (got an Array)\n',
  );
  await mkdir(join(folder, 'folder.json'));
  for (const command of ['recipe', 'sweep']) {
    const { status, stderr } = feeling(command, 'folder.json', ...(command === 'sweep' ? ['--data', data] : []));
    expect([status, stderr]).toEqual([1, 'feeling: folder.json: cannot be read (it is a folder)\n']);
  }
});
