/** What a person says of their pictures: a table, or the names of folders. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { emotionNamed } from '../../data';
import { type Emotion, emotions } from '../../emotion';
import { decodeText, parseTable } from '../../files';
import { readProblem } from '../../files/node';

export interface Label {
  said: Emotion[];
  /** When the picture was taken, where the table says so. */
  time?: Date;
}

/** Label of each file, by its path; undefined where there is none. */
export interface Labels {
  of(path: string): Label | undefined;
  /** Files of the table that nobody asked for. */
  unused(): string[];
}

/**
 * Emotions in a cell, "happy", or "happy and surprise" for a mixture, by all names that data sets give them.
 *
 * Throws an Error that begins with `where`.
 */
function readSaid(text: string, where: string): Emotion[] {
  const said = text
    .toLowerCase()
    .split(/\s+and\s+|[+&/,]/)
    .map((word) => word.trim())
    .map((word) => {
      const known = emotionNamed(word);
      if (known) return known;
      throw new Error(`${where}: unknown emotion "${word}"; available: ${emotions.join(', ')}, or two with "and"`);
    });
  if (said.length > 2 || said[0] === said[1])
    throw new Error(`${where}: must name one emotion, or two different ones (got "${text}")`);
  return said;
}

const isTime = (text: string) =>
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text) && !Number.isNaN(Date.parse(text));

/**
 * A table with the columns `file` and `label`, and perhaps `time` (ISO 8601). Files are found by their path from the table's
 * folder, or by their name alone.
 *
 * Throws an Error that names the line and what would be right.
 */
export async function readLabels(path: string): Promise<Labels> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Error(readProblem(path, error));
  });
  const { columns, column, rows } = parseTable(decodeText(bytes));
  const [files, labels, times] = [column('file'), column('label'), column('time')];
  if (files === undefined || labels === undefined)
    throw new Error(`${path}: must have the columns file and label (got ${columns.join(', ') || 'nothing'})`);
  const byPath = new Map<string, Label>();
  const byName = new Map<string, string[]>();
  for (const { line, cell, misfit } of rows) {
    const where = `${path}, line ${line}`;
    if (misfit) throw new Error(`${where}: ${misfit}`);
    const [file, label, time] = [cell(files).trim(), cell(labels), times === undefined ? '' : cell(times).trim()];
    if (file === '') throw new Error(`${where}: the file is missing`);
    if (time && !isTime(time))
      throw new Error(
        `${where}: time must be when it was taken, like 2026-03-01 or 2026-03-01T08:30:00Z (got "${time}")` +
          `${/^[\d.,]+$/.test(time) ? '; the label of a video holds for all of it' : ''}`,
      );
    const place = resolve(dirname(path), file);
    if (byPath.has(place)) throw new Error(`${where}: ${file} is there a second time`);
    byPath.set(place, { said: readSaid(label, where), ...(time && { time: new Date(time) }) });
    byName.set(basename(place), [...(byName.get(basename(place)) ?? []), place]);
  }
  const used = new Set<string>();
  return {
    of(file) {
      const exact = resolve(file);
      const named = byName.get(basename(file)) ?? [];
      const place = byPath.has(exact) ? exact : named.length === 1 ? (named[0] as string) : undefined;
      if (place !== undefined) used.add(place);
      return place === undefined ? undefined : byPath.get(place);
    },
    unused: () => [...byPath.keys()].filter((place) => !used.has(place)),
  };
}

/** Each file's folder is called as what it shows. */
export const labelsOfFolders: Labels = {
  of(file) {
    try {
      return { said: readSaid(basename(dirname(resolve(file))), file) };
    } catch {
      return undefined;
    }
  },
  unused: () => [],
};
