/** The guide to a network of one's own, as somebody follows it. */
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feelingIn } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';
import { packageRoot } from '../../model/node';

const folder = temporaryFolder();
mkdirSync(join(folder, 'node_modules'));
symlinkSync(packageRoot(), join(folder, 'node_modules', 'feeling'), 'dir');
const feeling = feelingIn({ cwd: folder });

it('is written as the guide says, then shown, trained, judged, and named in what is wrong with it', async () => {
  const guide = readFileSync(join(packageRoot(), 'docs', 'guides', 'network.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] as string;
  writeFileSync(join(folder, 'mine.mjs'), code);
  await fakeFer(folder, 70);

  // By hand: 3 · 3 · 16 + 2 · 16 + 3 · 3 · 16 · 32 + 2 · 32 + 32 · 7 + 7.
  expect(feeling('summary', './mine.mjs').stdout).toContain('5,079 parameters');
  const trained = feeling('train', '--model', './mine.mjs', '--data', 'fer2013.csv', '--epochs', '1', '--out', 'mine');
  expect(trained).toMatchObject({ status: 0 });
  // Its folder is enough, from everywhere, and a file that was moved is named anew.
  mkdirSync(join(folder, 'elsewhere'));
  const elsewhere = feelingIn({ cwd: join(folder, 'elsewhere') });
  expect(elsewhere('train', '--resume', '../mine', '--epochs', '2')).toMatchObject({ status: 0 });
  renameSync(join(folder, 'mine.mjs'), join(folder, 'elsewhere', 'mine.mjs'));
  const moved = elsewhere('train', '--resume', '../mine', '--model', './mine.mjs', '--epochs', '3');
  expect(moved).toMatchObject({ status: 0 });
  expect(moved.stderr).toContain('mine: 70 faces, 3 epochs, into ../mine\n');
  writeFileSync(join(folder, 'elsewhere', 'mine.mjs'), code.replace('16)', '17)'));
  expect(elsewhere('train', '--resume', '../mine', '--epochs', '4').stderr).toContain(
    'must have shape [17, 1, 3, 3] (got [16, 1, 3, 3]); the network is another one now, or the file is damaged\n',
  );
  // Its model says where an emotion is read without it, too.
  rmSync(join(folder, 'elsewhere', 'mine.mjs'));
  const seen = feeling('explain', '--data', 'fer2013.csv', '--row', '3', '--model', 'mine', '--out', 'seen.png');
  expect(seen).toMatchObject({ status: 0 });
  expect(seen.stderr).toMatch(/^without Grad-CAM, .*mine\.mjs: there is no such file$/m);
  const judged = feeling('evaluate', '--model', 'mine', '--data', 'fer2013.csv', '--split', 'test');
  expect(judged.stdout).toMatch(/own head, 70 faces\n\naccuracy \d/);

  writeFileSync(join(folder, 'mine.mjs'), code.replace('fer2013:', 'emotions:'));
  expect(feeling('summary', './mine.mjs')).toMatchObject({
    status: 1,
    stderr: 'feeling: ./mine.mjs: the network must return a head fer2013 [batch, 7], as { fer2013: dense(…, 7) }\n',
  });
});

/** A network whose body is this, from the file's second line on. */
const withBody = (body: string, inputs = '{ input: [1, 48, 48] }') =>
  `import { add, concat, globalAveragePool, maxPool, network, relu, softmax } from 'feeling/train';
export default network('mine', ${inputs}, ${body});`;

it.each([
  ['throw null;', ': threw null'],
  ["throw new Error('no data');", ', line 1: no data'],
  ['export default {\n  input: = [1, 48, 48],\n};', ", line 2: Unexpected token '='"],
  [withBody('() => ({})', '[1, 48, 48]'), ', line 2: network: input must be [channels, height, width], as in'],
  [
    withBody('() => ({})', '{ input: [48, 48, 1] }'),
    ': input must be [channels, height, width] with 1 channel for grey',
  ],
  [withBody('async () => ({})'), ': the network is an async function; it must return its heads themselves'],
  [withBody('() => {}'), ': the network must return a head fer2013 [batch, 7]'],
  [withBody('() => ({ fer2013: 7 })'), ': the head fer2013 must be a tensor (got 7)'],
  [
    withBody('({ dense }, x) => ({ fer2013: softmax(dense(globalAveragePool(x), 7)) })'),
    ': the head fer2013 must give logits; leave its softmax out',
  ],
  [
    withBody('({ conv }, x) => conv(x)'),
    ', line 2: conv: width, its number of channels, must be a whole number from 1',
  ],
  [
    withBody('({ conv }, x) => conv(x, 8, { kernelSize: 5 })'),
    ', line 2: conv has no option "kernelSize"; did you mean',
  ],
  [
    withBody("({ conv }, x) => conv(x, 8, { padding: 'same' })"),
    ', line 2: conv: padding must be a whole number from 0',
  ],
  [withBody('({ conv }, x) => conv(undefined, 8)'), ', line 2: conv: must be given a tensor (got undefined)'],
  [withBody('(_, x) => relu(maxPool(x))'), ', line 2: maxPool: size must be a whole number from 1 (got undefined)'],
  [
    withBody('(_, x) => maxPool(x, { poolSize: 2 })'),
    ', line 2: maxPool has no option "poolSize"; did you mean "size"?',
  ],
  [withBody('(_, x) => add(x, 1)'), ', line 2: add: must be given a tensor (got 1)'],
  [withBody('(_, x) => relu()'), ', line 2: relu: must be given a tensor (got undefined)'],
  [withBody('(_, x) => concat(x, x)'), ', line 2: concat: must be given a list of tensors (got an object)'],
  [
    withBody('({ dropout }, x) => dropout(x, 50)'),
    ', line 2: dropout: rate must be a number from 0 to below 1 (got 50)',
  ],
  [
    withBody("({ conv }, x) => conv(conv(x, 8, { name: 'a' }), 8, { name: 'a' })"),
    ', line 2: conv: there are two layers called "a"; each needs a name of its own',
  ],
])('mistake %# is told with its place', (code, told) => {
  writeFileSync(join(folder, 'wrong.mjs'), code);
  const { status, stderr } = feeling('summary', './wrong.mjs');
  expect(status).toBe(1);
  expect(stderr).toContain(`feeling: ./wrong.mjs${told}`);
});

it('may be in TypeScript, where Node reads that', () => {
  const typed = '({ dense }: Layers, x: Tensor) => ({ fer2013: dense(globalAveragePool(x), 7) })';
  writeFileSync(join(folder, 'typed.mts'), `import type { Layers, Tensor } from 'feeling/train';\n${withBody(typed)}`);
  const { status, stdout, stderr } = feeling('summary', './typed.mts');
  // By hand: 1 · 7 + 7.
  if ('typescript' in process.features && process.features.typescript) expect(stdout).toContain('14 parameters');
  else
    expect([status, stderr]).toEqual([
      1,
      `feeling: ./typed.mts: Node ${process.versions.node} reads no TypeScript; compile it to .mjs, or use Node 22.18 or later\n`,
    ]);
});

it('a layer that no head is made from is named', () => {
  writeFileSync(
    join(folder, 'idle.mjs'),
    withBody('({ conv, dense }, x) => (conv(x, 3), { fer2013: dense(globalAveragePool(conv(x, 8)), 7) })'),
  );
  expect(feeling('train', '--model', './idle.mjs', '--data', 'fer2013.csv', '--epochs', '1').stderr).toContain(
    'feeling: train: no head of mine is made from its layer conv1; use what it gives, or leave it out\n',
  );
});
