/**
 * Whether there is a graphics card to compute on, asked in a process of its own: where there is none, the library below ONNX
 * Runtime (Dawn) writes lines for its developers to the terminal, which no setting silences.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { emit, input, relu, writeOnnx } from '../graph';

/** Exits with 0 where a model could be loaded; else the reason goes to its standard output. */
const probe = `
const [library, model] = process.argv.slice(1);
const { InferenceSession } = await import(library).then((module) => module.default ?? module);
try {
  await InferenceSession.create(Buffer.from(model, 'base64'), { executionProviders: ['webgpu'], logSeverityLevel: 4 });
  process.exit(0);
} catch (error) {
  process.stdout.write(error.message, () => process.exit(1));
}
`;

export const noGraphicsCard =
  'webgpu: no graphics card was found that can be used (through Vulkan, Metal or Direct3D); the CPU can';

/** Throws an Error in one line where there is no card that ONNX Runtime can use. */
export async function requireGraphicsCard() {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('onnxruntime-node')).href;
  const model = Buffer.from(writeOnnx(emit({ y: relu(input('x', [1])) }))).toString('base64');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', probe, library, model], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  let reason = '';
  child.stdout.on('data', (chunk) => {
    reason += chunk;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status === 0) return;
  throw new Error(
    reason === '' || reason.includes('adapter') ? noGraphicsCard : `webgpu: ${reason.split('\n')[0] as string}`,
  );
}
