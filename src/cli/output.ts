/** Results go to stdout, everything else to stderr. */
import cliProgress from 'cli-progress';
import { plainLine, plainText } from '../files';
import { fileReason } from '../files/node';

/** Wrong usage: the command line asks for something that is not allowed. Exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const ended = new AbortController();
/** Aborts when nothing more can be printed: the reader closed the pipe, as `head` does, or the disk is full. */
export const outputEnded = ended.signal;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (ended.signal.aborted) return;
  ended.abort();
  // A reader that has enough is no failure.
  if (error.code === 'EPIPE') return;
  process.exitCode = 1;
  complain(new Error(`the output cannot be written (${fileReason(error)})`));
});
// Nobody is left to be told.
process.stderr.on('error', () => {});

export const print = (line: string) => {
  if (!ended.signal.aborted) process.stdout.write(`${line}\n`);
};

/** A line of data: as it is into a file or a pipe, to a terminal without what that would act upon. */
export const printData = (line: string) => print(process.stdout.isTTY ? plainText(line) : line);

/** A line for the person who waits: what went wrong, or how it is going. */
export const tell = (line: string) => {
  process.stderr.write(`${plainText(line)}\n`);
};

/** What went wrong, in one line that names the program. */
export const complain = (error: unknown) => tell(`feeling: ${plainLine(reasonOf(error))}`);

/** The system's own errors ("ENOENT: no such file …, open 'x'") in words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  return code === undefined || syscall === undefined ? message : `${path ?? syscall}: ${fileReason(error)}`;
}

export interface Progress {
  update(done: number, rate?: string): void;
  stop(): void;
}

/** A bar with time left on a terminal; elsewhere a plain line every half minute. `total` may be unknown (0). */
export function progress(name: string, total: number): Progress {
  const label = plainLine(name);
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: `${label} {bar} {percentage} % · {rate} · {eta_formatted} left`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      // What is switched off on a terminal stays so when the program is stopped; longer lines are cut here instead.
      linewrap: true,
      clearOnComplete: true,
    });
    bar.start(total, 0, { rate: '' });
    return { update: (done, rate = '') => bar.update(done, { rate }), stop: () => bar.stop() };
  }
  let last = performance.now();
  return {
    update(done, rate = '') {
      if (performance.now() - last < 30_000) return;
      last = performance.now();
      tell(`${label} ${done}${total > 0 ? ` of ${total}` : ''} · ${rate}`);
    },
    stop() {},
  };
}

/** "1 epoch", "1,200 faces" */
export const counted = (n: number, what: string, several = `${what}s`) =>
  `${n.toLocaleString('en')} ${n === 1 ? what : several}`;

/** 0.6751 → "67.5 %" */
export const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;

const colored = process.stdout.isTTY && !process.env['NO_COLOR'];

/** Bold on a terminal that has it. */
export const bold = (text: string) => (colored ? `\x1b[1m${text}\x1b[0m` : text);

/** A table in Markdown; numbers, in all columns but the first, to the right. */
export const markdownTable = (header: string[], rows: string[][], numbers = true) =>
  [header, header.map((_, i) => (i === 0 || !numbers ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Rows as aligned columns, two spaces apart; numbers to the right. Cells lose escape sequences and ends of lines. */
export function table(header: string[], given: string[][]): string {
  const rows = given.map((row) => row.map(plainLine));
  const widths = header.map((h, i) => Math.max(h.length, ...rows.map((r) => (r[i] ?? '').length)));
  const numeric = header.map((_, i) => rows.every((r) => /^[-−\d.,% ]*$/.test(r[i] ?? '')));
  const line = (cells: string[]) =>
    cells
      .map((c, i) => (numeric[i] ? c.padStart(widths[i] as number) : c.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  return [bold(line(header)), ...rows.map(line)].join('\n');
}
