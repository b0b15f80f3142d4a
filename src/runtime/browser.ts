/** ONNX Runtime in the browser: WebGPU where there is an adapter, else WebAssembly with SIMD and threads. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Cutter } from './cutter';
import { type CreateResidentSession, type ResidentSession, residentInMemory } from './resident';
import {
  type CreateSession,
  type Device,
  type Feeds,
  type Fetches,
  type Resident,
  type Session,
  type SessionOptions,
  shapesOf,
  type Values,
} from './session';

type Ort = typeof import('onnxruntime-web/wasm');

/** TypeScript's library leaves it out. */
declare const GPUBufferUsage: Readonly<Record<'STORAGE' | 'COPY_SRC' | 'COPY_DST', number>>;

export interface Backend {
  device: Device;
  threads: number;
  createSession: CreateSession;
  /** Loads a model whose outputs stay on the device. */
  createResidentSession: CreateResidentSession;
  /** What cuts squares out of video frames on the card. Undefined on the processor, and where they come out otherwise. */
  openCutter(): Promise<Cutter | undefined>;
}

/** A graphics card that ONNX Runtime computes on. */
export interface Card {
  readonly device: GPUDevice;
  /** 32-bit floats in a buffer of this card, as what a session takes. Releasing it destroys the buffer. */
  resident(buffer: GPUBuffer, dims: readonly number[]): Resident;
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
  const create = (model: Uint8Array, { layout = 'NHWC' }: SessionOptions = {}, stays = false) => {
    const next = made.then(() =>
      ort.InferenceSession.create(model, {
        executionProviders: [device === 'webgpu' ? { name: 'webgpu', preferredLayout: layout } : 'wasm'],
        graphOptimizationLevel: 'all',
        ...(stays && { preferredOutputLocation: 'gpu-buffer' }),
      }),
    );
    made = next.catch(() => {
      // Told to whoever wanted that one.
    });
    return next;
  };
  const createSession: CreateSession = async (model, options) => wrap(ort, await create(model, options));
  return {
    device,
    threads,
    createSession,
    createResidentSession: async (model, options) =>
      device === 'webgpu'
        ? onCard(ort, await create(model, { layout: 'NCHW', ...options }, true), await cardOf(ort))
        : residentInMemory(await createSession(model, options)),
    openCutter: async () => {
      if (device !== 'webgpu') return undefined;
      const { openCutter } = await import('./cutter');
      return openCutter(await cardOf(ort));
    },
  };
}

const cardOf = async (ort: Ort): Promise<Card> => ({
  device: await ort.env.webgpu.device,
  resident: (buffer, dims) =>
    ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims, dispose: () => buffer.destroy() }),
});

const toTensors = (ort: Ort, feeds: Feeds): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toTensor(ort, value)]));

function toTensor(ort: Ort, value: Values | Resident): Tensor {
  if (value instanceof ort.Tensor) return value;
  const { data, dims } = value as Values;
  return new ort.Tensor('float32', data as Float32Array, dims);
}

function wrap(ort: Ort, session: InferenceSession): Session {
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    inputShapes: shapesOf(session.inputMetadata),
    run: async (feeds: Feeds): Promise<Fetches> => {
      const results = await session.run(toTensors(ort, feeds));
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
      );
    },
    close: () => session.release(),
  };
}

function onCard(ort: Ort, session: InferenceSession, { device, resident }: Card): ResidentSession {
  return {
    run: (feeds) => session.run(toTensors(ort, feeds)),
    upload: async ({ data, dims }) => {
      const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
      const buffer = device.createBuffer({ size: data.byteLength, usage: STORAGE | COPY_SRC | COPY_DST });
      device.queue.writeBuffer(buffer, 0, data as BufferSource & Float32Array);
      return resident(buffer, dims);
    },
    read: async (values) => {
      const arrays: Float32Array[] = [];
      for (const value of values) arrays.push((await (value as Tensor).getData()) as Float32Array);
      return arrays;
    },
    release: (values) => {
      for (const value of values) (value as Tensor).dispose();
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
