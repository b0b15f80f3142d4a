/** The declarations that `tsc` wrote, rolled up into one file a door, for `import` and for `require`. */
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { packageRoot } from '../src/model/node';

const dist = join(packageRoot(), 'dist');
const declarations = join(dist, 'declarations');

for (const door of ['node', 'browser', 'train']) {
  const file = join(dist, 'types', `${door}.d.ts`);
  const bundle = await rollup({
    input: join(declarations, 'public', `${door}.d.ts`),
    plugins: [dts({ compilerOptions: { skipLibCheck: true } })],
    onwarn(warning) {
      throw new Error(`${door}.d.ts: ${warning.message}`);
    },
  });
  await bundle.write({ file, format: 'es' });
  await bundle.close();
  if (door !== 'browser') await copyFile(file, join(dist, 'types', `${door}.d.cts`));
}
await rm(declarations, { recursive: true });
