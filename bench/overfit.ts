/** Whether a network can learn at all: a few faces, without augmentation, until it knows them. */
import { type Faces, noAugmentation, pick } from '../src/data';
import { readFaces } from '../src/data/node';
import { judgePredictions, predict } from '../src/evaluate';
import { defaultMix, packageModel } from '../src/model';
import { findNetwork } from '../src/nets';
import { createSession } from '../src/runtime/node';
import { fit, parseRecipe } from '../src/train';

const enough = 0.95;

export async function benchOverfit({ network, faces, data }: { network: string; faces: string; data: string }) {
  const net = findNetwork(network);
  const { Training } = await readFaces(data);
  const few: Faces = pick(Training, [...Array(Number(faces)).keys()]);
  const recipe = parseRecipe({
    model: net.name,
    epochs: 60,
    schedule: 'constant',
    labelSmoothing: 0,
    ema: 0,
    augmentation: noAugmentation,
  });
  const started = performance.now();
  const epochs = fit(net, few, {
    recipe,
    createSession,
    validate: async (weights) => {
      const session = await createSession(packageModel(net, weights, { mix: defaultMix }));
      const { accuracy, nll } = judgePredictions(await predict(session, few), few, 'fer2013', 'own');
      await session.close();
      return { valAccuracy: accuracy, valLoss: nll };
    },
  });
  for await (const { epoch, loss, accuracy, valAccuracy } of epochs) {
    process.stdout.write(
      `${net.name}, epoch ${epoch}: loss ${loss?.toFixed(3)}, right ${((accuracy ?? 0) * 100).toFixed(1)} % with dropout, ` +
        `${((valAccuracy ?? 0) * 100).toFixed(1)} % without, ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
    );
    if ((valAccuracy ?? 0) >= enough) return;
  }
  process.exitCode = 1;
}
