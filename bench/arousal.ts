/**
 * What seven probabilities tell of arousal, calm to excited, beside valence. As valence is, it is the mean of what people say of
 * each emotion's word, weighted by its probability. Truth is what ten people saw in each face (FER+), weighted alike: nobody
 * was asked how excited a face is, so this says at best how well the network knows what such a rule would say.
 */
import { type Faces, voteColumns } from '../src/data';
import { readFaces } from '../src/data/node';
import { type Emotion, emotions, ferplusEmotions, ferplusMeaning, strongest, valence } from '../src/emotion';
import { predict } from '../src/evaluate';
import { type Random, seededRandom, shuffled } from '../src/graph';
import { loadModel } from '../src/model/node';
import { createSession } from '../src/runtime/node';
import { correlation, deviation } from '../src/statistics';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Mean arousal people assign to each emotion's word (Russell and Mehrabian 1977, J. Res. Pers. 11:273, table 2). */
const arousalOf: Readonly<Record<Emotion, number>> = {
  angry: 0.59,
  disgust: 0.35,
  fear: 0.6,
  happy: 0.51,
  sad: -0.27,
  surprise: 0.67,
  neutral: 0,
};
const arousal = (shares: ArrayLike<number>) =>
  emotions.reduce((sum, emotion, i) => sum + arousalOf[emotion] * (shares[i] as number), 0);
const scales = { valence, arousal };

/** Faces of which fewer people saw one of the seven emotions are left out. */
const fewestVotes = 8;

interface SeenFace {
  /** What the network reads: [7]. */
  read: Float32Array;
  /** The emotion that each of up to ten people saw. */
  seen: Emotion[];
}

function seenFaces({ votes, labels }: Faces, read: Float32Array): SeenFace[] {
  if (!votes) throw new Error('arousal is compared with what people saw: name the votes with --votes');
  return [...labels].flatMap((_, i) => {
    const counts = votes.counts.subarray(i * voteColumns, (i + 1) * voteColumns);
    const seen = ferplusEmotions.flatMap((label, column): Emotion[] => {
      const emotion = ferplusMeaning[label];
      return emotion ? Array(counts[column]).fill(emotion) : [];
    });
    return seen.length < fewestVotes ? [] : [{ read: read.subarray(i * 7, i * 7 + 7), seen }];
  });
}

const sharesOf = (seen: readonly Emotion[]) =>
  emotions.map((emotion) => seen.filter((one) => one === emotion).length / seen.length);

/** How well five people agree with five others, as a correlation. */
function betweenHalves(faces: readonly SeenFace[], scale: (shares: ArrayLike<number>) => number, random: Random) {
  return correlation(
    faces.map(({ seen }) => {
      const mixed = [...shuffled(seen.length, random)].map((place) => seen[place] as Emotion);
      const half = Math.floor(mixed.length / 2);
      return [scale(sharesOf(mixed.slice(0, half))), scale(sharesOf(mixed.slice(half)))] as const;
    }),
  );
}

export async function benchArousal({ data, votes, model }: { data: string; votes: string; model: string }) {
  const { PublicTest } = await readFaces(data, { votes });
  const session = await createSession(await loadModel(model, 'expression'));
  const faces = seenFaces(PublicTest, (await predict(session, PublicTest, { flip: true })).emotions);
  print(
    `${faces.length.toLocaleString('en')} faces of PublicTest in which ${fewestVotes} of ten people or more saw one of the seven emotions`,
  );
  for (const [name, scale] of Object.entries(scales)) {
    const pairs = (some: readonly SeenFace[]) =>
      some.map(({ read, seen }) => [scale(read), scale(sharesOf(seen))] as const);
    const spread = deviation(faces.map(({ seen }) => scale(sharesOf(seen))));
    print(
      `${name.padEnd(8)} network and people r ${correlation(pairs(faces)).toFixed(2)}, half of the people and the other half ` +
        `r ${betweenHalves(faces, scale, seededRandom(1)).toFixed(2)}, spread ${spread.toFixed(2)}`,
    );
    for (const emotion of emotions) {
      const of = faces.filter(({ seen }) => emotions[strongest(sharesOf(seen))] === emotion);
      print(
        `  faces in which most saw ${emotion.padEnd(8)} ${String(of.length).padStart(5)}  r ${correlation(pairs(of)).toFixed(2)}, ` +
          `halves r ${betweenHalves(of, scale, seededRandom(1)).toFixed(2)}`,
      );
    }
  }
  const neutral = emotions.indexOf('neutral');
  const sad = emotions.indexOf('sad');
  const told = faces.map(({ read }) => [arousal(read), 1 - (read[neutral] as number) - (read[sad] as number)] as const);
  print(`arousal and the share that is neither neutral nor sad, as read: r ${correlation(told).toFixed(3)}`);
}
