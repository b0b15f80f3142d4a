/** The guide to a network of one's own, as somebody follows it. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feelingIn } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';
import { packageRoot } from '../../model/node';

const folder = temporaryFolder();
const feeling = feelingIn({ cwd: folder });

it('is written as the guide says, then shown, trained, judged, and named in what is wrong with it', async () => {
  const guide = readFileSync(join(packageRoot(), 'docs', 'guides', 'network.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] as string;
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(packageRoot(), join(folder, 'node_modules', 'feeling'), 'dir');
  writeFileSync(join(folder, 'mine.mjs'), code);
  await fakeFer(folder, 70);

  // By hand: 3 · 3 · 16 + 2 · 16 + 3 · 3 · 16 · 32 + 2 · 32 + 32 · 7 + 7.
  expect(feeling('summary', './mine.mjs').stdout).toContain('5,079 parameters');
  const trained = feeling('train', '--model', './mine.mjs', '--data', 'fer2013.csv', '--epochs', '1', '--out', 'mine');
  expect(trained).toMatchObject({ status: 0 });
  const judged = feeling('evaluate', '--model', 'mine', '--data', 'fer2013.csv', '--split', 'test');
  expect(judged.stdout).toMatch(/own head, 70 faces\n\naccuracy \d/);

  writeFileSync(join(folder, 'mine.mjs'), code.replace('fer2013:', 'emotions:'));
  expect(feeling('summary', './mine.mjs')).toMatchObject({
    status: 1,
    stderr: 'feeling: ./mine.mjs: the network must return a head fer2013 [batch, 7]\n',
  });
});
