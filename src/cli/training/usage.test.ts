/** What `feeling train` and `feeling sweep` say to what is given to them wrongly, or in a way of other systems. */
import { existsSync } from 'node:fs';
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

it.each([
  [{ model: { values: ['tiny', 'resnet'] } }, 'sweep, trial 2: there is no network "resnet" to train'],
  [{ freeze: { values: [[], ['conv1'], ['block9']] } }, 'sweep, trial 3: no layer of tiny begins with "block9"'],
  [{ init: { values: ['', 'tinny'] } }, 'sweep, trial 2: unknown expression model "tinny"'],
  [{ teacher: { values: ['', 'none.onnx'] } }, 'sweep, trial 2: none.onnx: there is no such file'],
])('a sweep of %j is refused before anything is trained, and in a dry run', async (parameters, told) => {
  await writeFile(
    join(folder, 'sweep.json'),
    JSON.stringify({ method: 'grid', recipe: { model: 'tiny' }, parameters }),
  );
  for (const options of [[], ['--dry-run']]) {
    const { status, stdout, stderr } = feeling('sweep', 'sweep.json', '--data', data, '--out', 'refused', ...options);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`feeling: ${told}`);
  }
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});
