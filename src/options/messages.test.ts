import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const comment = /^\s*(?:\/\/|\/?\*)/;
/** `--epochs "0" where a whole number is needed`, in place of `--epochs must be a whole number (got "0")`. */
const riddle = /['"`].*\bwhere\b.*\b(?:is|are) (?:allowed|needed|expected|wanted)\b/;

it('messages say "X must be … (got …)", never "X is … where … is needed"', () => {
  const files = ['src', 'app'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (riddle.test(line) && !comment.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
