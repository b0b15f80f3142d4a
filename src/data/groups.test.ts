import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { readGroups } from './node';

const folder = temporaryFolder();
const written = async (text: string) => {
  const path = join(folder, 'groups.csv');
  await writeFile(path, text);
  return path;
};

it('reads who is in which group', async () => {
  const groups = await readGroups(await written('row,age,sex\n0,child,\n7,"60, or more",female\n'));
  expect([...groups].map(([kind, members]) => [kind, [...members]])).toEqual([
    [
      'age',
      [
        [0, 'child'],
        [7, '60, or more'],
      ],
    ],
    ['sex', [[7, 'female']]],
  ]);
});

it.each([
  ['from a spreadsheet', '\uFEFFrow,age\r\n0,child\r\n'],
  ['of a country with decimal commas', 'row;age\n0;child\n'],
  ['with tabs, capitals and spaces', ' Row\tage \n0 \t child\n\n'],
])('reads a table %s', async (_, text) => {
  expect([...(await readGroups(await written(text)))]).toEqual([['age', new Map([[0, 'child']])]]);
});

it.each([
  ['age,sex\n1,2\n', 'groups.csv, line 1: the header must be row and the names of groups (got "age,sex")'],
  ['row\n1\n', 'groups.csv, line 1: the header must be row and the names of groups (got "row")'],
  ['row,age\n0,child\n-1,child\n', 'groups.csv, line 3: row must be the number of a face (got "-1")'],
  ['row,age\n4,child\n4,adult\n', 'groups.csv, line 3: row 4 is there a second time'],
])('of %j says what is wrong', async (text, message) => {
  await expect(readGroups(await written(text))).rejects.toThrow(message);
});

it('of a file that is not there says so', async () => {
  await expect(readGroups(join(folder, 'none.csv'))).rejects.toThrow('none.csv: there is no such file');
});
