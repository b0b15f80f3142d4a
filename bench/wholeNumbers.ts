/**
 * The networks that ship, in 8 bits: how right their ONNX and TensorFlow Lite files are on PublicTest beside 32 bits, how
 * near their sums come to the limits of 16 and 32 bits, and signed weights of 7 bits beside unsigned ones of 8, which
 * ONNX Runtime computes exactly everywhere, too, with another kernel.
 */
import { markdownTable } from '../src/cli/compare';
import { countOf, faceAt, readFer2013 } from '../src/data';
import { strongest } from '../src/emotion';
import { judgePredictions, predict } from '../src/evaluate';
import { type OnnxModel, productSumsOf, readOnnx, writeOnnx } from '../src/graph';
import { exportModel, models } from '../src/model';
import { loadAnyModel } from '../src/model/node';
import { createSession } from '../src/runtime/node';
import { openLitert } from '../tools/litert';
import { openOrtWeb } from '../tools/ortWeb';

const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

export async function benchWholeNumbers({ data, votes, runs }: { data: string; votes: string; runs: string }) {
  const faces = (await readFer2013(data, { votes })).PublicTest;
  const pixels = Array.from({ length: countOf(faces) }, (_, i) => Float32Array.from(faceAt(faces, i)));
  const [litert, ortWeb] = await Promise.all([openLitert(), openOrtWeb()]);
  const rows = [];
  for (const { name } of models.filter(({ kind }) => kind === 'expression')) {
    const model = await loadAnyModel(name);
    for (const precision of ['fp32', 'int8'] as const) {
      const onnx = await exportModel(model, { format: 'onnx', precision });
      const session = await createSession(onnx);
      const predictions = await predict(session, faces);
      await session.close();
      const right = (labels: 'fer2013' | 'ferplus', head: 'own' | 'reading') =>
        percent(judgePredictions(predictions, faces, labels, head).accuracy);
      const inLitert = await litert.run(await exportModel(model, { format: 'tflite', precision }), pixels);
      const hits = inLitert.filter(([own], i) => own && strongest(own) === faces.labels[i]).length;
      const sums = [...productSumsOf(readOnnx(onnx)).values()];
      rows.push([
        `${name} ${precision}`,
        right('fer2013', 'own'),
        right('ferplus', 'own'),
        right('ferplus', 'reading'),
        percent(hits / pixels.length),
        ...(sums.length === 0
          ? ['–', '–']
          : [
              String(Math.max(...sums.map(({ pair }) => pair))),
              Math.max(...sums.map(({ all }) => all)).toLocaleString('en'),
            ]),
      ]);
      print((rows.at(-1) as string[]).join(', '));
    }
    const signed = await exportModel(model, { format: 'onnx', precision: 'int8' });
    const unsigned = writeOnnx(withUnsignedWeights(readOnnx(signed)));
    const [face] = pixels as [Float32Array];
    const inNode = await timeTogether([signed, unsigned], face, Number(runs));
    const inBrowser = [];
    for (const file of [signed, unsigned]) inBrowser.push((await ortWeb.time(file, face, 1, Number(runs))).ms);
    const ratio = ([a = 0, b = 0]: readonly number[]) => (b / a).toFixed(2);
    print(`${name}: unsigned weights take ${ratio(inNode)} of the time in Node, ${ratio(inBrowser)} in a browser`);
  }
  await Promise.all([litert.close(), ortWeb.close()]);
  print('');
  print(
    markdownTable(
      [
        'network',
        "FER2013's labels",
        "FER+'s majority",
        'the reading, FER+',
        "LiteRT, FER2013's labels",
        'two products, at most (32,767)',
        'all of an output, at most (2,147,483,647)',
      ],
      rows,
    ),
  );
}

/** The same model with weights from 0 to 255, of which 128 stands for 0. */
function withUnsignedWeights(model: OnnxModel): OnnxModel {
  return {
    ...model,
    constants: model.constants.map((constant) =>
      constant.type === 'int8'
        ? { ...constant, type: 'uint8' as const, data: constant.data.map((byte) => (byte + 128) & 255) }
        : constant,
    ),
  };
}

/** Median milliseconds of each file, run by turns so that whatever else runs meets both. */
async function timeTogether(files: readonly Uint8Array[], face: Float32Array, runs: number): Promise<number[]> {
  const sessions = await Promise.all(files.map((file) => createSession(file, { threads: 1 })));
  const taken = sessions.map((): number[] => []);
  for (let run = 0; run < runs; run++)
    for (const [i, session] of sessions.entries()) {
      const start = performance.now();
      await session.run({ pixels: { dims: [1, 1, 48, 48], data: face } });
      taken[i]?.push(performance.now() - start);
    }
  await Promise.all(sessions.map((session) => session.close()));
  return taken.map((times) => times.sort((a, b) => a - b)[Math.floor(runs / 2)] as number);
}
