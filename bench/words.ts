/** How often the words for a face change in a clip, with and without being held (src/emotion/hold.ts). */
import { createDetector } from '../src/detect/node';
import { createHold, emotions, holdMargin, holdTime, type Named, namedOf } from '../src/emotion';

/** A clip that is shorter is shown again from its beginning, as `bench -- browser` does. */
const seconds = 20;

const inWords = ({ named, mostly }: Named) => (mostly ? 'mostly ' : '') + named.join(' and ');

export async function benchWords(clip: string) {
  const detector = await createDetector({ faceDetector: 'blazeface' });
  const frames: { time: number; probabilities: number[] }[] = [];
  for await (const { time, readings } of detector.watch(clip)) {
    const [reading] = readings;
    if (reading) frames.push({ time, probabilities: emotions.map((e) => reading.emotions[e]) });
  }
  await detector.close();
  const length = (frames.at(-1)?.time ?? 0) + 1 / 30;
  const shown = [0, 1, 2, 3]
    .flatMap((round) => frames.map(({ time, probabilities }) => ({ time: time + round * length, probabilities })))
    .filter(({ time }) => time < seconds);
  const hold = createHold();
  const changes = (words: readonly string[]) => words.filter((word, i) => i > 0 && word !== words[i - 1]).length;
  const raw = shown.map(({ probabilities }) => inWords(namedOf(probabilities)));
  const held = shown.map(({ time, probabilities }) =>
    inWords(hold.update(1, { probabilities, hindered: false }, time)),
  );
  process.stdout.write(
    `${clip}, ${seconds} s: the words change ${changes(raw)} times as read, ${changes(held)} times as shown ` +
      `(margin ${holdMargin}, ${holdTime} s)\n`,
  );
}
