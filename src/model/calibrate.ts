/** What numbers a network's values take while it reads faces, for those who want to keep them in 8 bits. */
import { type OnnxModel, type OnnxNode, type Ranges, simplify, writeOnnx } from '../graph';
import type { CreateSession } from '../runtime';
import { faceInputOf, fitFace } from './feed';

/** Share of the faces whose least and greatest numbers a range holds; few faces have numbers far beyond the others'. */
const held = 0.995;

/**
 * Ranges of all values of the simplified model.
 *
 * faces [count, 48 · 48], 0 … 255
 */
export async function rangesOf(
  model: OnnxModel,
  faces: readonly Float32Array[],
  createSession: CreateSession,
): Promise<Ranges> {
  const plain = simplify(model);
  const [input] = plain.inputs;
  const values = [...plain.inputs.map(({ name }) => name), ...plain.nodes.flatMap(({ outputs }) => outputs)];
  const watching = values.flatMap((name): OnnxNode[] =>
    (['ReduceMin', 'ReduceMax'] as const).map((op) => ({
      op,
      inputs: [name],
      outputs: [`${op}:${name}`],
      attributes: { keepdims: 0 },
    })),
  );
  const session = await createSession(
    writeOnnx({
      ...plain,
      nodes: [...plain.nodes, ...watching],
      outputs: watching.map(({ outputs: [name = ''] }) => ({ name, type: 'float32', dims: [] })),
    }),
  );
  const seen = new Map(values.map((name) => [name, { least: [] as number[], greatest: [] as number[] }]));
  try {
    const form = faceInputOf({ ...session, inputShapes: { pixels: session.inputShapes?.[input?.name ?? ''] ?? [] } });
    for (const face of faces) {
      const data = fitFace(face, form);
      const feeds = { [input?.name ?? '']: { dims: [1, form.channels, form.size, form.size], data } };
      const results = await session.run(feeds);
      for (const [name, { least, greatest }] of seen) {
        least.push(results[`ReduceMin:${name}`]?.data[0] as number);
        greatest.push(results[`ReduceMax:${name}`]?.data[0] as number);
      }
    }
  } finally {
    await session.close();
  }
  const at = (numbers: number[], share: number) =>
    numbers.sort((a, b) => a - b)[Math.round(share * (numbers.length - 1))] as number;
  return new Map(
    [...seen].map(([name, { least, greatest }]) => [name, [at(least, 1 - held), at(greatest, held)] as const]),
  );
}
