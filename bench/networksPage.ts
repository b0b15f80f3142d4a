/** The text of docs/networks.md: a table with a row a network, then a section each. What is not measured anew stays as it is. */
import { markdownTable } from '../src/cli/output';

export interface MeasuredNetwork {
  name: string;
  /** Cells of the table, by column. */
  figures: Readonly<Record<string, string>>;
  /** Markdown below the name. */
  section: string;
}

/** An epoch as a section's table tells it. */
export interface TabledEpoch {
  epoch: number;
  loss: number;
  /** On PublicTest, from 0 to 1. */
  accuracy: number;
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const isRow = (line: string) => line.startsWith('|');

/** The page with these networks' rows and sections, in place of those of the same name or after the others. */
export function withNetworks(page: string, measured: readonly MeasuredNetwork[]): string {
  const [head = '', ...sections] = page.split(/^(?=## )/m);
  const lines = head.split('\n');
  const from = lines.findIndex(isRow);
  if (from < 0) throw new Error('docs/networks.md: has no table of networks');
  const to = from + lines.slice(from).findIndex((line) => !isRow(line));
  const [header = [], , ...rows] = lines.slice(from, to).map(cellsOf);
  const columns = header.slice(1);
  const table = replaced(
    rows,
    measured.map(({ name, figures }) => [name, ...columns.map((column) => figures[column] ?? '–')]),
    ([name]) => name,
  );
  const all = replaced(
    sections,
    measured.map(({ name, section }) => `## ${name}\n\n${section.trim()}\n\n`),
    nameOfSection,
  );
  const text = [...lines.slice(0, from), markdownTable(header, table), ...lines.slice(to)].join('\n');
  return `${(text + all.map((section) => `${section.trimEnd()}\n\n`).join('')).trimEnd()}\n`;
}

const nameOfSection = (section: string) => section.slice('## '.length).split('\n')[0];

/** `given` in place of those of the same name, the others at the end. */
function replaced<T>(before: readonly T[], given: readonly T[], nameOf: (thing: T) => string | undefined): T[] {
  const names = before.map(nameOf);
  return [
    ...before.map((one) => given.find((other) => nameOf(other) === nameOf(one)) ?? one),
    ...given.filter((one) => !names.includes(nameOf(one))),
  ];
}

/** The epochs of each section that has a table of them. */
export function tabledEpochs(page: string): { name: string; epochs: TabledEpoch[] }[] {
  return page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => {
      const [header = [], , ...rows] = section.split('\n').filter(isRow).map(cellsOf);
      const cell = (row: string[], column: string) => Number.parseFloat(row[header.indexOf(column)] ?? '');
      const epochs = rows.map((row) => ({
        epoch: cell(row, 'epoch'),
        loss: cell(row, 'loss'),
        accuracy: cell(row, 'PublicTest') / 100,
      }));
      return { name: nameOfSection(section) ?? '', epochs };
    })
    .filter(({ epochs }) => epochs.length > 0);
}
