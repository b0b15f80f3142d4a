/** Groups of faces that somebody else told apart, such as ages: a CSV file with a column `row` and one for each kind. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { decodeText, parseTable } from '../files';
import { atLine } from './errors';
import { unreadable } from './unreadable';

/** By kind ("age"), then by the face's row in the data set's file, 0 for the first face: its group ("40 to 60"). */
export type Groups = ReadonlyMap<string, ReadonlyMap<number, string>>;

/**
 * Reads such a file; faces that it leaves out, and empty cells, are in no group.
 *
 * Throws a DataError that names the line and the value.
 */
export async function readGroups(path: string): Promise<Groups> {
  const file = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  const { columns, column, rows } = parseTable(decodeText(bytes));
  const rowColumn = column('row');
  const kinds = columns.filter((name) => name !== rowColumn);
  if (rowColumn === undefined || kinds.length === 0)
    throw atLine(file, 1, `the header must be row and the names of groups (got "${columns.join(',')}")`);
  const groups = new Map(kinds.map((kind) => [kind, new Map<number, string>()]));
  for (const { line, cell, misfit } of rows) {
    if (misfit) throw atLine(file, line, misfit);
    const row = cell(rowColumn).trim();
    if (!/^\d+$/.test(row)) throw atLine(file, line, `row must be the number of a face (got "${row}")`);
    for (const [kind, members] of groups) {
      const group = cell(kind).trim();
      if (!group) continue;
      if (members.has(Number(row))) throw atLine(file, line, `row ${row} is there a second time`);
      members.set(Number(row), group);
    }
  }
  return groups;
}
