/**
 * Cuts squares out of a browser's video frames on the graphics card that ONNX Runtime computes on: each goes there once, as
 * the browser has it, and networks read there what is cut out.
 */
import { cropGrey, letterbox, type Square, wholeFrame } from '../media';
import { createFrameReader } from '../media/browser';
import type { Card } from './browser';
import type { FrameOnCard } from './frameOnCard';
import type { Resident } from './session';

/** TypeScript's library leaves them out. */
declare const GPUBufferUsage: Readonly<Record<'STORAGE' | 'COPY_SRC' | 'COPY_DST' | 'MAP_READ', number>>;
declare const GPUMapMode: Readonly<Record<'READ', number>>;

export interface Cutter {
  /** The frame on the card, as long as `picture` is not closed; undefined where the browser cannot give it to the card. */
  hold(picture: VideoFrame, time: number): FrameOnCard | undefined;
}

/** As in src/media/sample.ts: at most so many samples along each axis of a pixel. */
const mostSamples = 4;
const workgroup = 8;

/** Samples lie between pixels (bilinear); what lies outside the frame repeats its border, or is black in a letterbox. */
const shader = `
struct Square { center: vec2f, across: vec2f, frame: vec2f, samples: f32 }
override size: u32;
override channels: u32;
override isLetterbox: bool;
@group(0) @binding(0) var frame: texture_external;
@group(0) @binding(1) var between: sampler;
@group(0) @binding(2) var<storage, read> squares: array<Square>;
@group(0) @binding(3) var<storage, read_write> pixels: array<f32>;

fn placeOf(square: Square, at: vec2f) -> vec2f {
  let apart = at - f32(size) / 2;
  return square.center + square.across * apart.x + vec2f(-square.across.y, square.across.x) * apart.y;
}

@compute @workgroup_size(${workgroup}, ${workgroup})
fn cut(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= size || id.y >= size) { return; }
  let square = squares[id.z];
  let first = (id.z * channels * size + id.y) * size + id.x;
  let center = placeOf(square, vec2f(id.xy) + 0.5);
  if (isLetterbox && (any(center < vec2f(0)) || any(center > square.frame))) {
    for (var c = 0u; c < channels; c++) { pixels[first + c * size * size] = -1; }
    return;
  }
  var sum = vec3f(0);
  for (var y = 0.5; y < square.samples; y += 1) {
    for (var x = 0.5; x < square.samples; x += 1) {
      let place = placeOf(square, vec2f(id.xy) + vec2f(x, y) / square.samples);
      sum += textureSampleBaseClampToEdge(frame, between, place / square.frame).rgb;
    }
  }
  var colour = sum / (square.samples * square.samples);
  if (isLetterbox) { colour = 2 * colour - 1; } else { colour = 255 * colour; }
  if (channels == 1) {
    pixels[first] = dot(colour, vec3f(0.299, 0.587, 0.114));
    return;
  }
  for (var c = 0u; c < channels; c++) { pixels[first + c * size * size] = colour[c]; }
}`;

/** Numbers of a Square of the shader. */
const squareWidth = 8;

interface Form {
  channels: 1 | 3;
  size: number;
  isLetterbox: boolean;
}

/** Where squares of one form and number go. */
interface Place {
  pipeline: GPUComputePipeline;
  squares: GPUBuffer;
  pixels: GPUBuffer;
  resident: Resident;
}

/** Undefined where a frame that is tried does not come out as it does in memory. */
export async function openCutter(card: Card): Promise<Cutter | undefined> {
  const cutter = createCutter(card);
  return (await cutsRight(cutter).catch(() => false)) ? cutter : undefined;
}

function createCutter({ device, resident }: Card): Cutter {
  const module = device.createShaderModule({ code: shader });
  const between = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const pipelines = new Map<string, GPUComputePipeline>();
  const places = new Map<string, Place>();
  const buffers = new Map<Resident, GPUBuffer>();

  function pipelineFor({ channels, size, isLetterbox }: Form): GPUComputePipeline {
    const constants = { channels, size, isLetterbox: Number(isLetterbox) };
    const key = JSON.stringify(constants);
    const pipeline =
      pipelines.get(key) ??
      device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'cut', constants } });
    pipelines.set(key, pipeline);
    return pipeline;
  }

  function placeFor(form: Form, count: number): Place {
    const { channels, size, isLetterbox } = form;
    const key = JSON.stringify([channels, size, isLetterbox, count]);
    let place = places.get(key);
    if (!place) {
      const pixels = device.createBuffer({ size: 4 * count * channels * size * size, usage: STORAGE | COPY_SRC });
      place = {
        pipeline: pipelineFor(form),
        squares: device.createBuffer({ size: 4 * count * squareWidth, usage: STORAGE | COPY_DST }),
        pixels,
        resident: resident(pixels, [count, channels, size, size]),
      };
      places.set(key, place);
      buffers.set(place.resident, pixels);
    }
    return place;
  }

  function imported(source: VideoFrame): GPUExternalTexture | undefined {
    // What is transparent would be black.
    if (source.format?.includes('A')) return undefined;
    try {
      return device.importExternalTexture({ source });
    } catch {
      return undefined;
    }
  }

  return {
    hold(picture, time) {
      const { displayWidth: width, displayHeight: height } = picture;
      const texture = imported(picture);
      if (!texture) return undefined;
      const cut = (squares: readonly Square[], form: Form, samplesFor: (step: number) => number): Resident => {
        const place = placeFor(form, squares.length);
        const numbers = squares.flatMap(({ centerX, centerY, side, angle }) => {
          const step = side / form.size;
          const samples = Math.min(mostSamples, Math.max(1, samplesFor(step)));
          return [centerX, centerY, Math.cos(angle) * step, Math.sin(angle) * step, width, height, samples, 0];
        });
        device.queue.writeBuffer(place.squares, 0, Float32Array.from(numbers));
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(place.pipeline);
        const resources = [texture, between, { buffer: place.squares }, { buffer: place.pixels }];
        const entries = resources.map((resource, binding) => ({ binding, resource }));
        pass.setBindGroup(0, device.createBindGroup({ layout: place.pipeline.getBindGroupLayout(0), entries }));
        const groups = Math.ceil(form.size / workgroup);
        pass.dispatchWorkgroups(groups, groups, squares.length);
        pass.end();
        device.queue.submit([encoder.finish()]);
        return place.resident;
      };
      return {
        ...{ width, height, time },
        letterbox: (square, size) =>
          cut([square], { channels: 3, size, isLetterbox: true }, (step) => Math.round(step / 2)),
        cutOut: (squares, form) => cut(squares, { ...form, isLetterbox: false }, Math.ceil),
        async read(cutOut) {
          const pixels = buffers.get(cutOut) as GPUBuffer;
          const copy = device.createBuffer({ size: pixels.size, usage: COPY_DST | MAP_READ });
          const encoder = device.createCommandEncoder();
          encoder.copyBufferToBuffer(pixels, 0, copy, 0, pixels.size);
          device.queue.submit([encoder.finish()]);
          await copy.mapAsync(GPUMapMode.READ);
          const all = new Float32Array(copy.getMappedRange().slice(0));
          copy.destroy();
          const [count = 1] = cutOut.dims;
          const each = all.length / count;
          return Array.from({ length: count }, (_, i) => all.subarray(i * each, (i + 1) * each));
        },
      };
    },
  };
}

/** Side of the picture that is tried, and how far a value of 255 may be off: colours are not converted alike everywhere. */
const triedSide = 64;
const tolerance = 8;

/** Whether a picture that becomes brighter to the right and downwards is cut out as it is in memory. */
async function cutsRight({ hold }: Cutter): Promise<boolean> {
  const planes = new Uint8Array(1.5 * triedSide ** 2).fill(128);
  for (let at = 0; at < triedSide ** 2; at++) planes[at] = 40 + 2 * (at % triedSide) + Math.floor(at / triedSide);
  const picture = new VideoFrame(planes, {
    ...{ format: 'I420', codedWidth: triedSide, codedHeight: triedSide, timestamp: 0 },
  });
  try {
    const inMemory = await createFrameReader()(picture, 0);
    const onCard = hold(picture, 0);
    if (!onCard) return false;
    const turned: Square = { centerX: 30, centerY: 28, side: 40, angle: 0.4 };
    const higher: Square = { ...wholeFrame({ width: triedSide, height: triedSide }), side: 96 };
    const [grey] = await onCard.read(onCard.cutOut([turned], { channels: 1, size: 48 }));
    const [colour] = await onCard.read(onCard.letterbox(higher, 32));
    const isNear = (found: Float32Array | undefined, expected: Float32Array, scale: number) =>
      found?.length === expected.length &&
      found.every((value, i) => scale * Math.abs(value - (expected[i] as number)) <= tolerance);
    return isNear(grey, cropGrey(inMemory, turned, 48), 1) && isNear(colour, letterbox(inMemory, higher, 32), 127.5);
  } finally {
    picture.close();
  }
}
