/** Where ONNX Runtime puts the operators of a model, by its own log. */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Placement {
  /** Operators after ONNX Runtime simplified the model. */
  nodes: number;
  /** Of them on the processor. */
  onCpu: number;
  /** Copies between the processor and the card that were put between them. */
  copies: number;
}

/** The session is made in a process of its own, as the log goes to where that writes. */
export async function placementOf(model: Uint8Array, layout: 'NCHW' | 'NHWC' = 'NCHW'): Promise<Placement> {
  const file = join(tmpdir(), `placement-${process.pid}-${Math.random().toString(36).slice(2)}.onnx`);
  await writeFile(file, model);
  const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
  const provider = JSON.stringify({ name: 'webgpu', preferredLayout: layout });
  const script =
    `require(${JSON.stringify(runtime)}).InferenceSession.create(${JSON.stringify(file)}, ` +
    `{ executionProviders: [${provider}], logSeverityLevel: 0, logVerbosityLevel: 1 })`;
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', script], {
      maxBuffer: 1 << 28,
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    });
    return readPlacement(stdout + stderr);
  } finally {
    await rm(file, { force: true });
  }
}

function readPlacement(log: string): Placement {
  let [nodes, onCpu] = [0, 0];
  for (const [, provider, count] of log.matchAll(/placed on \[(\w+)\]\. Number of nodes: (\d+)/g)) {
    nodes += Number(count);
    if (provider === 'CPUExecutionProvider') onCpu += Number(count);
  }
  if (nodes === 0) throw new Error(`the log does not say where operators were put:\n${log.slice(-2000)}`);
  return { nodes, onCpu, copies: (log.match(/Add Memcpy(To|From)Host/g) ?? []).length };
}
