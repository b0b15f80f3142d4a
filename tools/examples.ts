/** The examples in the doc comments of what the package exports: found, and run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { transformWithOxc } from 'vite';
import { packageRoot } from '../src/model/node';

const source = join(packageRoot(), 'src');

export interface Example {
  /** What it is an example of. */
  symbol: string;
  file: string;
  code: string;
}

/** Every exported value of src/ whose doc comment has an example that imports the package. */
export function examples(): Example[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((f) => /(?<!\.test)\.ts$/.test(f));
  return files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const found = text.matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*?)@example\n((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:async )?(?:function\*?|class|const) (\w+)/g,
    );
    return [...found].flatMap(([, , block = '', symbol = '']) => {
      const code = block.replaceAll(/^ *\* ?/gm, '').trim();
      return code.includes("from 'feeling") ? [{ symbol, file, code }] : [];
    });
  });
}

/** The names of the values that a door exports. */
export function exportedValues(door: string): string[] {
  const text = readFileSync(join(source, 'public', `${door}.ts`), 'utf8');
  return [...text.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );
}

/**
 * Runs an example. A line `expression; // → value` says what the expression is.
 *
 * modules what each import gives, by the module's name
 *
 * Returns how many such lines were compared. Throws an Error that names a line that does not hold.
 */
export async function runExample(code: string, modules: Readonly<Record<string, unknown>>): Promise<number> {
  const checked = code.replaceAll(/^( *)(.+?);? \/\/ → (.+)$/gm, '$1__check($2, ($3), `$2`);');
  const imported = checked.replaceAll(
    /^import \{ (.+) \} from '(.+)';$/gm,
    (_, names: string, from: string) => `const { ${names} } = __modules['${from}'];`,
  );
  const { code: plain } = await transformWithOxc(
    `export async function example(__modules, __check) {\n${imported}\n}`,
    'example.ts',
  );
  let count = 0;
  const check = (value: unknown, wanted: unknown, line: string) => {
    count++;
    if (!isDeepStrictEqual(value, wanted))
      throw new Error(`${line} is ${JSON.stringify(value)}, the example says ${JSON.stringify(wanted)}`);
  };
  const run = new Function(`${plain.replace(/^export /m, '')}; return example;`)();
  await run(modules, check);
  return count;
}
