/** ONNX Runtime in the browser: WebGPU where there is an adapter, else WebAssembly with SIMD and threads. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { type CreateSession, type Device, type Feeds, type Fetches, shapesOf } from './session';

type Ort = typeof import('onnxruntime-web/wasm');

export interface Backend {
  device: Device;
  threads: number;
  createSession: CreateSession;
}

/** More threads than this do not make small networks faster. */
const mostThreads = 4;

/** Where ONNX Runtime's WebAssembly is: a folder's address, or the addresses of its two files. */
export type WasmPaths = string | { mjs: string; wasm: string };

/**
 * Loads ONNX Runtime once, from the page's own origin.
 *
 * preferred 'webgpu' is taken only where the browser has a graphics card to offer
 * insists takes one that the processor plays, too, which is slower than the processor itself
 */
export async function loadBackend(wasmPaths: WasmPaths, preferred: Device, insists = false): Promise<Backend> {
  const device = preferred === 'webgpu' && (await hasGpu(insists)) ? 'webgpu' : 'cpu';
  const ort: Ort = device === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  return backendOf(ort, wasmPaths, device);
}

/** ONNX Runtime on the processor only, without the parts that graphics cards need. */
export const loadWasmBackend = async (wasmPaths: WasmPaths): Promise<Backend> =>
  backendOf(await import('onnxruntime-web/wasm'), wasmPaths, 'cpu');

function backendOf(ort: Ort, wasmPaths: WasmPaths, device: Device): Backend {
  const threads = globalThis.crossOriginIsolated ? Math.min(mostThreads, navigator.hardwareConcurrency) : 1;
  ort.env.wasm.wasmPaths = wasmPaths;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  // On a graphics card sessions can be made one at a time only.
  let made: Promise<unknown> = Promise.resolve();
  const create = (model: Uint8Array) =>
    ort.InferenceSession.create(model, {
      executionProviders: [device === 'webgpu' ? 'webgpu' : 'wasm'],
      graphOptimizationLevel: 'all',
    });
  return {
    device,
    threads,
    createSession: async (model) => {
      const next = made.then(() => create(model));
      made = next.catch(() => {
        // Told to whoever wanted that one.
      });
      return wrap(ort, await next);
    },
  };
}

function wrap(ort: Ort, session: InferenceSession) {
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    inputShapes: shapesOf(session.inputMetadata),
    run: async (feeds: Feeds): Promise<Fetches> => {
      const tensors = Object.entries(feeds).map(([name, { data, dims }]): [string, Tensor] => [
        name,
        new ort.Tensor('float32', data as Float32Array, dims),
      ]);
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
      );
    },
    close: () => session.release(),
  };
}

interface Adapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean; vendor?: string; architecture?: string };
}

async function findAdapter(): Promise<Adapter | undefined> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  return (await gpu?.requestAdapter().catch(() => null)) ?? undefined;
}

/** A card that the processor only plays. */
const isPlayed = ({ isFallbackAdapter, info }: Adapter) => isFallbackAdapter ?? info?.isFallbackAdapter ?? false;

/** Whether there is a graphics card, by default a real one. */
async function hasGpu(orPlayed: boolean): Promise<boolean> {
  const adapter = await findAdapter();
  return adapter !== undefined && (orPlayed || !isPlayed(adapter));
}

/** Its maker and kind as far as the browser tells; undefined where there is no real one. */
export async function graphicsCardName(): Promise<string | undefined> {
  const adapter = await findAdapter();
  if (!adapter || isPlayed(adapter)) return undefined;
  return [adapter.info?.vendor, adapter.info?.architecture].filter(Boolean).join(' ') || 'a graphics card';
}
