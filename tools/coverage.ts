/** After the tests of `npm run coverage`: coverage/summary.md, a line for each room, also printed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../src/model/node';

interface Count {
  total: number;
  covered: number;
}

const root = packageRoot();
const summary: Record<string, { lines: Count; branches: Count }> = JSON.parse(
  readFileSync(join(root, 'coverage', 'coverage-summary.json'), 'utf8'),
);

const rooms = new Map<string, { lines: Count; branches: Count }>();
for (const [file, { lines, branches }] of Object.entries(summary)) {
  const room = file === 'total' ? 'all' : relative(root, file).split(sep).slice(0, 2).join('/');
  const sum = rooms.get(room) ?? { lines: { total: 0, covered: 0 }, branches: { total: 0, covered: 0 } };
  for (const [to, from] of [
    [sum.lines, lines],
    [sum.branches, branches],
  ] as const) {
    to.total += from.total;
    to.covered += from.covered;
  }
  rooms.set(room, sum);
}
const share = ({ total, covered }: Count) => (total === 0 ? '–' : `${((100 * covered) / total).toFixed(1)} %`);
const rows = [...rooms]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([room, { lines, branches }]) => `| ${room} | ${share(lines)} | ${share(branches)} |`);
const text = `| room | lines | branches |\n| --- | --: | --: |\n${rows.join('\n')}\n`;
writeFileSync(join(root, 'coverage', 'summary.md'), text);
process.stdout.write(text);
