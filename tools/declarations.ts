/**
 * The declarations that `tsc` wrote, rolled up into one file a door. Where there is `require`, too, they are its own, and
 * `import` takes them from there: whoever mixes both has one type, and the package carries it once.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { packageRoot } from '../src/model/node';

const dist = join(packageRoot(), 'dist');
const declarations = join(dist, 'declarations');
const doors = [
  { door: 'node', hasRequire: true },
  { door: 'browser', hasRequire: false },
  { door: 'train', hasRequire: true },
];

for (const { door, hasRequire } of doors) {
  const own = join(dist, 'types', `${door}.d.ts`);
  const bundle = await rollup({
    input: join(declarations, 'public', `${door}.d.ts`),
    plugins: [dts({ compilerOptions: { skipLibCheck: true } })],
    onwarn(warning) {
      throw new Error(`${door}.d.ts: ${warning.message}`);
    },
  });
  await bundle.write({ file: hasRequire ? join(dist, 'types', `${door}.d.cts`) : own, format: 'es' });
  await bundle.close();
  if (hasRequire) await writeFile(own, `export * from './${door}.cjs';\n`);
}
await rm(declarations, { recursive: true });
