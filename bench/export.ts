/**
 * docs/export.md: exported files beside what they were made from. Every network in LiteRT and in ONNX Runtime on real
 * faces; the networks that ship in each precision: size, accuracy, speed. Never typed by hand.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from '../src/cli/output';
import { countOf, type Faces, faceAt } from '../src/data';
import { readFer2013 } from '../src/data/node';
import { strongest } from '../src/emotion';
import { judgePredictions, type Predictions, predict } from '../src/evaluate';
import {
  buildForTraining,
  initialWeights,
  input,
  measure,
  type OnnxModel,
  readOnnx,
  seededRandom,
  shuffled,
  writeOnnx,
} from '../src/graph';
import { defaultMix, exportModel, models, packageModel, precisions } from '../src/model';
import { loadAnyModel, packageRoot } from '../src/model/node';
import { networks } from '../src/nets';
import { createSession } from '../src/runtime/node';
import { readTflite, tfliteToOnnx } from '../src/tflite';
import { type Litert, openLitert } from '../tools/litert';
import { type OrtWeb, openOrtWeb } from '../tools/ortWeb';

const print = (line: string) => process.stdout.write(`${line}\n`);
/** Faces that every network reads in both runtimes, that 8 bits are calibrated with, and runs for a time. */
const [compared, calibrated, runs] = [500, 500, 200];
/** Parameters above which a file is too large to be sent into a browser here. */
const tooLarge = 1e8;

const pixelsOf = (faces: Faces, places: Iterable<number>) =>
  Array.from(places, (place) => Float32Array.from(faceAt(faces, place)));

export async function benchExport({ data, votes }: { data: string; votes: string }) {
  const sets = await readFer2013(data, { votes });
  const [litert, ortWeb] = await Promise.all([openLitert(), openOrtWeb()]);
  const some = pixelsOf(sets.PublicTest, shuffled(countOf(sets.PublicTest), seededRandom(1)).subarray(0, compared));
  const equality = [];
  for (const net of networks) {
    const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), 1);
    const row = await farthestOf(
      readOnnx(packageModel(net, weights, { mix: defaultMix })),
      measure(net).parameters,
      some,
      litert,
    );
    equality.push([net.name, ...row]);
    print(`${net.name}: ${row.join(', ')}`);
  }
  const rows = shuffled(countOf(sets.Training), seededRandom(1, 5)).subarray(0, calibrated);
  const calibration = { faces: pixelsOf(sets.Training, rows), record: '', createSession };
  const shipped = models.filter(({ kind, file }) => kind === 'expression' && !file.includes('int8'));
  const worth = [];
  for (const { name } of shipped)
    for (const precision of precisions) {
      const model = await loadAnyModel(name);
      const [onnx, tflite] = await Promise.all(
        (['onnx', 'tflite'] as const).map((format) => exportModel(model, { format, precision, calibration })),
      );
      const row = await worthOf(onnx as Uint8Array, tflite as Uint8Array, sets.PublicTest, { litert, ortWeb });
      worth.push([name, precision, ...row]);
      print(`${name} ${precision}: ${row.join(', ')}`);
    }
  await Promise.all([litert.close(), ortWeb.close()]);
  await writeFile(
    join(packageRoot(), 'docs', 'export.md'),
    `# Exported files

Made by \`npm run bench -- export --data fer2013.csv.gz --votes fer2013new.csv\` with \`feeling export\`'s own code. LiteRT is
\`@litertjs/core\` in headless Chromium, one thread; ONNX Runtime Web runs in pages of the same browser; ${cpus().length} cores, no
graphics card. Milliseconds are medians of ${runs} runs for one face.

## The same in another runtime

Each network with random weights, on ${compared} faces of PublicTest: how far any probability in LiteRT is from ONNX Runtime's.

${markdownTable(['network', 'fp32 MB', 'fp32 farthest', 'fp16 MB', 'fp16 farthest'], equality)}

## What each precision is worth

The networks that ship, on PublicTest. 8 bits are calibrated with ${calibrated} faces of Training.

${markdownTable(
  [
    'network',
    'precision',
    'ONNX MB',
    'TFLite MB',
    "FER2013's labels",
    "FER+'s majority",
    'the reading, FER+',
    "in LiteRT, FER2013's labels",
    'Node ms',
    'browser, 1 thread ms',
    'browser, 2 threads ms',
    'LiteRT ms',
  ],
  worth,
)}
`,
  );
}

async function farthestOf(model: OnnxModel, parameters: number, faces: readonly Float32Array[], litert: Litert) {
  const few = parameters > 1e7 ? faces.slice(0, 20) : faces;
  const expected = await inNode(writeOnnx(model), few);
  const cells: string[] = [];
  for (const precision of ['fp32', 'fp16'] as const) {
    const file = await exportModel(model, { format: 'tflite', precision });
    // What is too large for the browser is at least read back.
    const actual =
      parameters > tooLarge
        ? await inNode(writeOnnx(tfliteToOnnx(readTflite(file), model.name)), few)
        : await litert.run(file, few);
    const most = Math.max(
      ...expected.flatMap((outputs, f) =>
        outputs.flatMap((values, o) =>
          [...values].map((value, i) => Math.abs(value - (actual[f]?.[o]?.[i] ?? Number.NaN))),
        ),
      ),
    );
    const how = parameters > tooLarge ? ', read back only' : few.length < faces.length ? `, ${few.length} faces` : '';
    cells.push((file.length / 1e6).toFixed(2), `${most.toExponential(0)}${how}`);
  }
  return cells;
}

async function inNode(bytes: Uint8Array, faces: readonly Float32Array[]): Promise<Float32Array[][]> {
  const session = await createSession(bytes);
  const results = [];
  for (const data of faces) {
    const outputs = await session.run({ [session.inputs[0] as string]: { dims: [1, 1, 48, 48], data } });
    results.push(session.outputs.map((name) => outputs[name]?.data as Float32Array));
  }
  await session.close();
  return results;
}

async function worthOf(
  onnx: Uint8Array,
  tflite: Uint8Array,
  faces: Faces,
  { litert, ortWeb }: { litert: Litert; ortWeb: OrtWeb },
) {
  const session = await createSession(onnx);
  const predictions: Predictions = await predict(session, faces);
  const [face] = pixelsOf(faces, [0]) as [Float32Array];
  const taken = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await session.run({ pixels: { dims: [1, 1, 48, 48], data: face } });
    taken.push(performance.now() - start);
  }
  await session.close();
  const accuracy = (labels: 'fer2013' | 'ferplus', head: 'own' | 'reading') =>
    `${(judgePredictions(predictions, faces, labels, head).accuracy * 100).toFixed(2)} %`;
  const inLitert = await litert.run(tflite, pixelsOf(faces, Array(countOf(faces)).keys()));
  const hits = inLitert.filter(([own], i) => own && strongest(own) === faces.labels[i]).length;
  const browser = [];
  for (const threads of [1, 2]) browser.push((await ortWeb.time(onnx, face, threads, runs)).ms.toFixed(1));
  return [
    (onnx.length / 1e6).toFixed(2),
    (tflite.length / 1e6).toFixed(2),
    accuracy('fer2013', 'own'),
    accuracy('ferplus', predictions.ferplus ? 'own' : 'reading'),
    accuracy('ferplus', 'reading'),
    `${((hits / countOf(faces)) * 100).toFixed(2)} %`,
    (taken.sort((a, b) => a - b)[runs / 2] as number).toFixed(2),
    ...browser,
    (await litert.time(tflite, face, runs)).toFixed(1),
  ];
}
