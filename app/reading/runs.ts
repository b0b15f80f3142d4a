/** Frames in order, of the camera and of a video that is read meanwhile, each with its own people. */
import type { Conditions, FaceInFrame, Stream } from '../../src/detect';
import { createFrameReader } from '../../src/media/browser';
import type { AnyFrame } from '../../src/runtime';
import type { Source } from './messages';

export interface Run {
  /** That of its first frame's request, which no other has. */
  number: number;
  source: Source;
  stream: Stream<AnyFrame>;
  /** Its pixels are valid until it reads the next. */
  readFrame: ReturnType<typeof createFrameReader>;
  frames: number;
  /** Each face of the frame that was read last, by its id. */
  faces: ReadonlyMap<number, FaceInFrame>;
  conditions: Map<number, Conditions>;
}

/** The camera and one video: whoever opens another video has done with the one before. */
const mostAtOnce = 2;

export interface Runs {
  /** The run that the source has, or a new one with this number. */
  of(source: Source, number: number, open: (source: Source) => Promise<Run['stream']>): Promise<Run>;
  withNumber(number: number): Run | undefined;
  /** Every run goes on with another stream. */
  renew(open: (run: Run) => Promise<Run['stream']>): Promise<void>;
  clear(): void;
}

export function createRuns(): Runs {
  /** The one that was read last is last. */
  let runs: readonly Run[] = [];
  return {
    async of(source, number, open) {
      const run = runs.find((other) => other.source === source) ?? {
        ...{ number, source, stream: await open(source), readFrame: createFrameReader() },
        ...{ frames: 0, faces: new Map(), conditions: new Map() },
      };
      runs = [...runs.filter((other) => other !== run), run].slice(-mostAtOnce);
      return run;
    },
    withNumber: (number) => runs.find((run) => run.number === number),
    async renew(open) {
      for (const run of runs) run.stream = await open(run);
    },
    clear() {
      runs = [];
    },
  };
}
