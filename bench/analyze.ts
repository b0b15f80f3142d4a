/** Frames a second of the whole command, several times; where the time goes; how steadily it reads; the peers beside it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createDetector } from '../src/detect/node';
import { type Emotion, emotions, strongest } from '../src/emotion';
import { align, createLook, shortRange } from '../src/face';
import { cropGrey, type Frame, wholeFrame } from '../src/media';
import { openVideo, readPhoto } from '../src/media/node';
import { createClassifier } from '../src/model';
import { loadModel, packageRoot } from '../src/model/node';
import { createSession } from '../src/runtime/node';
import { median } from '../src/statistics';
import { measurePeers } from './peers';

const runs = 5;
const print = (line: string) => process.stdout.write(`${line}\n`);

interface Options {
  from: string;
  to: string;
  cut?: string[];
  peers?: boolean;
}

export async function benchAnalyze(video: string, { from, to, cut, peers }: Options) {
  const { lines, rate } = timeCommand(video);
  steadiness(
    lines.map((line) => JSON.parse(line) as Row),
    Number(from),
    Number(to),
  );
  await parts(video);
  if (cut) await lagAfterCut(cut);
  if (!peers) return;
  for (const { name, framesPerSecond, found } of await measurePeers(video))
    print(
      `${name} in Node on WebAssembly: ${framesPerSecond.toFixed(1)} frames/s without decoding, a face in ` +
        `${(found * 100).toFixed(0)} %; the whole command is ${(rate / framesPerSecond).toFixed(1)} times as fast`,
    );
  // What they leave running would keep the process.
  process.exit(0);
}

function timeCommand(video: string): { lines: string[]; rate: number } {
  const rates: number[] = [];
  let lines: string[] = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    const output = execFileSync(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'analyze', '--json', video], {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    lines = output.toString().trimEnd().split('\n');
    rates.push(lines.length / ((performance.now() - started) / 1000));
  }
  const rate = median(rates);
  print(
    `${video}: ${rate.toFixed(0)} frames/s, start-up included (median of ${runs}; ${rates.map((r) => r.toFixed(0)).join(', ')})`,
  );
  return { lines, rate };
}

interface Row {
  time: number;
  readings: { emotions: Record<Emotion, number> }[];
}

const labelOf = (reading: Row['readings'][number] | undefined) =>
  reading && emotions[strongest(emotions.map((e) => reading.emotions[e]))];

function steadiness(rows: readonly Row[], from: number, to: number) {
  const labels = rows.map(({ readings: [first] }) => labelOf(first));
  const changes = labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length;
  const seconds = (rows.at(-1)?.time ?? 0) - (rows[0]?.time ?? 0);
  const part = labels.filter((_, i) => (rows[i]?.time ?? 0) >= from && (rows[i]?.time ?? 0) <= to);
  const counts = emotions.map((e) => part.filter((label) => label === e).length);
  const most = strongest(counts);
  print(
    `a face in ${labels.filter(Boolean).length} of ${labels.length} frames, ${changes} label changes ` +
      `(${(changes / seconds).toFixed(2)} a second); from ${from} to ${to} s ${emotions[most]} in ${counts[most]} of ${part.length}`,
  );
}

/** Milliseconds a frame of each part when every frame is looked at. */
async function parts(video: string) {
  const one = { threads: 1 };
  const look = createLook(await createSession(await loadModel('blazeface', 'faces'), one), shortRange);
  const classifier = createClassifier(await createSession(await loadModel('compact', 'expression'), one));
  const spent = { decoding: 0, 'finding the face': 0, 'cutting it out': 0, 'reading it': 0 };
  const time = async <T>(part: keyof typeof spent, run: () => T | Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await run();
    spent[part] += performance.now() - started;
    return result;
  };
  const source = await openVideo(video);
  const frames = source.frames();
  let count = 0;
  for (;;) {
    const next = await time('decoding', () => frames.next());
    if (next.done) break;
    count++;
    const [face] = await time('finding the face', () => look(next.value, wholeFrame(next.value)));
    if (!face) continue;
    const crop = await time('cutting it out', () => cropGrey(next.value, align(face), 48));
    await time('reading it', () => classifier.read([crop]));
  }
  source.close();
  const each = Object.entries(spent).map(([part, ms]) => `${part} ${(ms / count).toFixed(2)}`);
  print(`milliseconds a frame: ${each.join(', ')}; the face is looked for in every third frame or so`);
}

/** How long the label of the first photo stays after a cut to the second. */
async function lagAfterCut([before = '', after = '']: string[]) {
  const detector = await createDetector();
  const [first, second] = [await readPhoto(before), await readPhoto(after)];
  const label = labelOf((await detector.detect(second))[0]);
  const framesPerSecond = 30;
  async function* frames(): AsyncGenerator<Frame> {
    for (let i = 0; i < 3 * framesPerSecond; i++)
      yield { ...(i < framesPerSecond ? first : second), time: i / framesPerSecond };
  }
  let last = 1;
  for await (const { time, readings } of detector.watch(frames()))
    if (time >= 1 && labelOf(readings[0]) !== label) last = time + 1 / framesPerSecond;
  await detector.close();
  print(`after a cut to a face that is ${label}, the label follows within ${((last - 1) * 1000).toFixed(0)} ms`);
}
