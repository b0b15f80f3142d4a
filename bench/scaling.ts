/** How an epoch's time grows with batch size, width and threads: measured, and drawn into docs/scaling.svg. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import { measure, type Network } from '../src/graph';
import { packageRoot } from '../src/model/node';
import { compact, residualNetwork } from '../src/nets';
import { draw, theme } from '../src/report';
import { convolutionBlock } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { sideBySide } from '../tools/sideBySide';
import { timeStep } from './training';

/** Faces that FER2013 leaves for training without copies of test faces. */
const faces = 28_006;

const batchSizes = [4, 8, 16, 32, 64, 128];

/** `compact` a third, two thirds, once and 4/3 as wide, in whole blocks of 16 channels. */
const widths = [16, 32, 48, 64].map((w) =>
  w === 48
    ? compact
    : residualNetwork(`width ${w}`, {
        dropout: 0.3,
        regions: 3,
        tellsFaces: true,
        stem: w < 32 ? 16 : 32,
        blocks: [
          [w, 2],
          [w, 1],
          [2 * w, 2],
          [2 * w, 1],
          [2 * w, 1],
          [4 * w, 2],
        ],
      }),
);

interface Point {
  x: number;
  seconds: number;
  gflops: number;
}

async function epoch(net: Network, batchSize: number, block: number, x: number, threads?: number): Promise<Point> {
  const { step, feeding } = await timeStep(net, batchSize, block, threads);
  return {
    x,
    seconds: ((step + feeding) * faces) / batchSize / 1000,
    gflops: (6 * measure(net).macs * batchSize) / step / 1e6,
  };
}

function panel(label: string, points: readonly Point[], type: 'log' | 'linear'): string {
  const summary = points.map((p) => `${p.x}: ${p.seconds.toFixed(0)} s`).join(', ');
  return draw(`Seconds an epoch by ${label}: ${summary}`, {
    width: 320,
    height: 260,
    marginLeft: 48,
    marginBottom: 40,
    x: {
      label,
      type,
      ticks: points.map((p) => p.x),
      tickFormat: (v: number) => String(v),
      insetLeft: 20,
      insetRight: 20,
    },
    y: { label: 'seconds an epoch', grid: true, zero: true, nice: true, insetTop: 20 },
    marks: [
      Plot.lineY(points, { x: 'x', y: 'seconds', stroke: theme.accent, strokeWidth: 2 }),
      Plot.dot(points, { x: 'x', y: 'seconds', fill: theme.accent, r: 3 }),
      Plot.text(points, { x: 'x', y: 'seconds', text: (p: Point) => p.gflops.toFixed(0), dy: -12 }),
    ],
  });
}

export async function benchScaling() {
  const block = await convolutionBlock(createSession);
  const report = (label: string, points: Point[]) => {
    for (const p of points)
      process.stdout.write(`${label} ${p.x}: ${p.seconds.toFixed(1)} s an epoch, ${p.gflops.toFixed(0)} GFLOPS\n`);
    return points;
  };
  const byBatch: Point[] = [];
  for (const batchSize of batchSizes) byBatch.push(await epoch(compact, batchSize, block, batchSize));
  const byMacs: Point[] = [];
  for (const net of widths) byMacs.push(await epoch(net, 64, block, Math.round(measure(net).macs / 1e6)));
  const byThreads: Point[] = [];
  for (let threads = 1; threads <= availableParallelism(); threads++)
    byThreads.push(await epoch(compact, 64, block, threads, threads));
  const svg = sideBySide([
    panel('faces a batch', report('batch', byBatch), 'log'),
    panel('million products a face (width)', report('MMAC', byMacs), 'linear'),
    panel('threads', report('threads', byThreads), 'linear'),
  ]);
  const file = join(packageRoot(), 'docs', 'scaling.svg');
  await writeFile(file, svg);
  process.stdout.write(`drawn into ${file}; the numbers at the points are GFLOPS\n`);
}
