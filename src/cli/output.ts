/** Results go to stdout, everything else to stderr. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import cliProgress from 'cli-progress';

/** Wrong usage: the command line asks for something that is not allowed. Exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** A line for the person who waits: what went wrong, or how it is going. */
export const tell = (line: string) => {
  process.stderr.write(`${line}\n`);
};

/** What went wrong, in one line that names the program. */
export const complain = (error: unknown) => tell(`feeling: ${error instanceof Error ? error.message : String(error)}`);

/** Makes a folder if it is missing. Throws an Error that names it when it cannot be made. */
export async function makeFolder(folder: string) {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${folder}: the folder cannot be made (${error.code}); choose another`);
  });
}

/** Writes beside the file, then renames: it is there whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array) {
  try {
    await writeFile(`${path}.part`, content);
    await rename(`${path}.part`, path);
  } catch (error) {
    throw new Error(`${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

export interface Progress {
  update(done: number, rate?: string): void;
  stop(): void;
}

/** A bar with time left on a terminal; elsewhere a plain line every half minute. `total` may be unknown (0). */
export function progress(label: string, total: number): Progress {
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: `${label} {bar} {percentage} % · {rate} · {eta_formatted} left`,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
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

/** 0.6751 → "67.5 %" */
export const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;

const colored = process.stdout.isTTY && !process.env['NO_COLOR'];

/** Bold on a terminal that has it. */
export const bold = (text: string) => (colored ? `\x1b[1m${text}\x1b[0m` : text);

/** Rows as aligned columns, two spaces apart; numbers to the right. */
export function table(header: string[], rows: string[][]): string {
  const widths = header.map((h, i) => Math.max(h.length, ...rows.map((r) => (r[i] ?? '').length)));
  const numeric = header.map((_, i) => rows.every((r) => /^[-−\d.,% ]*$/.test(r[i] ?? '')));
  const line = (cells: string[]) =>
    cells
      .map((c, i) => (numeric[i] ? c.padStart(widths[i] as number) : c.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  return [bold(line(header)), ...rows.map(line)].join('\n');
}
