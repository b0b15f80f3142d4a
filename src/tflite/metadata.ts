/**
 * What Android's and Google's tools show of a model: what goes in and how, and the labels of what comes out
 * (tflite-support metadata_schema.fbs 1.0; labels are files in a ZIP archive behind the model).
 */

import { zipSync } from 'fflate';
import { Builder, type Offset } from 'flatbuffers';
import type { TfliteFile } from './write';
import { writeTflite } from './write';

export interface TfliteLabels {
  name: string;
  description: string;
  license: string;
  input: { name: string; description: string };
  /** In the order of the model's outputs. */
  outputs: readonly { name: string; description: string; labels: readonly string[] }[];
}

/** Numbers of the schema: unions and enumerations. */
const [imageProperties, featureProperties, normalization, grayscale, axisLabels] = [2, 1, 1, 2, 2];

/** The bytes of a .tflite file that says what it is. */
export function labelled(file: TfliteFile, labels: TfliteLabels): Uint8Array {
  const metadata = { ...file.metadata, TFLITE_METADATA: writeMetadata(labels) };
  const model = writeTflite({ ...file, metadata });
  const text = new TextEncoder();
  const files = labels.outputs.map(({ name, labels: lines }) => [fileOf(name), text.encode(`${lines.join('\n')}\n`)]);
  // Stored as they are, and with a date that does not make every file another one.
  const archive = zipSync(Object.fromEntries(files), { level: 0, mtime: '1980-01-01' });
  const whole = new Uint8Array(model.length + archive.length);
  whole.set(model);
  whole.set(archive, model.length);
  return whole;
}

const fileOf = (output: string) => `${output}_labels.txt`;

function writeMetadata({ name, description, license, input, outputs }: TfliteLabels): Uint8Array {
  const builder = new Builder(1024);
  const table = (fields: number, add: () => void): Offset => {
    builder.startObject(fields);
    add();
    return builder.endObject();
  };
  const vector = (offsets: readonly Offset[]): Offset => {
    builder.startVector(4, offsets.length, 4);
    for (const offset of offsets.toReversed()) builder.addOffset(offset);
    return builder.endVector();
  };
  const one = (value: number): Offset => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const strings = (...texts: string[]) => texts.map((text) => builder.createString(text)) as Offset[];
  const content = (kind: number, properties: Offset) =>
    table(3, () => {
      builder.addFieldInt8(0, kind, 0);
      builder.addFieldOffset(1, properties, 0);
    });
  const stats = (least: number, most: number) => {
    const [max, min] = [one(most), one(least)];
    return table(2, () => {
      builder.addFieldOffset(0, max, 0);
      builder.addFieldOffset(1, min, 0);
    });
  };
  const tensor = (texts: Offset[], parts: { content: Offset; units?: Offset; stats: Offset; files?: Offset }) =>
    table(7, () => {
      builder.addFieldOffset(0, texts[0] as Offset, 0);
      builder.addFieldOffset(1, texts[1] as Offset, 0);
      builder.addFieldOffset(3, parts.content, 0);
      builder.addFieldOffset(4, parts.units ?? 0, 0);
      builder.addFieldOffset(5, parts.stats, 0);
      builder.addFieldOffset(6, parts.files ?? 0, 0);
    });

  // Grey values go in as they are: (value − 0) / 1.
  const [mean, deviation] = [one(0), one(1)];
  const options = table(2, () => {
    builder.addFieldOffset(0, mean, 0);
    builder.addFieldOffset(1, deviation, 0);
  });
  const unit = table(2, () => {
    builder.addFieldInt8(0, normalization, 0);
    builder.addFieldOffset(1, options, 0);
  });
  const image = table(2, () => builder.addFieldInt8(0, grayscale, 0));
  const inputTable = tensor(strings(input.name, input.description), {
    content: content(imageProperties, image),
    units: vector([unit]),
    stats: stats(0, 255),
  });
  const outputTables = outputs.map((output) => {
    const [file, what] = strings(fileOf(output.name), 'a label a line');
    const associated = table(4, () => {
      builder.addFieldOffset(0, file as Offset, 0);
      builder.addFieldOffset(1, what as Offset, 0);
      builder.addFieldInt8(2, axisLabels, 0);
    });
    return tensor(strings(output.name, output.description), {
      content: content(
        featureProperties,
        table(0, () => {}),
      ),
      stats: stats(0, 1),
      files: vector([associated]),
    });
  });
  const [inputs, outs] = [vector([inputTable]), vector(outputTables)];
  const subgraph = table(5, () => {
    builder.addFieldOffset(2, inputs, 0);
    builder.addFieldOffset(3, outs, 0);
  });
  const [title, about, author, terms, least] = strings(name, description, 'feeling', license, '1.0.0');
  const subgraphs = vector([subgraph]);
  const model = table(8, () => {
    builder.addFieldOffset(0, title as Offset, 0);
    builder.addFieldOffset(1, about as Offset, 0);
    builder.addFieldOffset(3, subgraphs, 0);
    builder.addFieldOffset(4, author as Offset, 0);
    builder.addFieldOffset(5, terms as Offset, 0);
    builder.addFieldOffset(7, least as Offset, 0);
  });
  builder.finish(model, 'M001');
  return builder.asUint8Array();
}
