import '../../tools/barePage';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settings } from '../settings/settings';
import { createEngine, type Engine, StartedAgain } from './engine';
import type { FromWorker, ToWorker } from './messages';

/** Milliseconds that a frame takes on a slow device. */
const frameTime = 4000;

/** A reading worker that loads at once, answers slowly, and can be killed. */
class SlowWorker extends EventTarget {
  static newest: SlowWorker;
  /** The network that it was started with. */
  network: string | undefined;
  #alive = true;

  constructor() {
    super();
    SlowWorker.newest = this;
  }

  postMessage(message: ToWorker) {
    if (message.type === 'start') this.network = message.options.network?.name;
    if (message.type === 'start') this.#tell({ type: 'ready', device: 'cpu', threads: 1 }, 0);
    if (message.type === 'read')
      this.#tell({ type: 'answer', id: message.id, answer: { readings: [], width: 4, height: 3 } as never }, frameTime);
  }

  terminate() {
    this.#alive = false;
  }

  #tell(data: FromWorker, later: number) {
    setTimeout(() => {
      if (this.#alive) this.dispatchEvent(new MessageEvent('message', { data }));
    }, later);
  }
}

const picture = {} as VideoFrame;

function startEngine(): Engine {
  const engine = createEngine();
  engine.start();
  return engine;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', SlowWorker);
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('location', { href: 'http://localhost/' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('a page that could not run for a minute does not take the worker for dead, whose answer waits for it', async () => {
  const engine = startEngine();
  await vi.advanceTimersByTimeAsync(0);
  const worker = SlowWorker.newest;
  const read = engine.read(picture, 0, 'camera');
  const clock = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + 60_000);
  await vi.advanceTimersByTimeAsync(frameTime);
  await expect(read).resolves.toBeDefined();
  expect(SlowWorker.newest).toBe(worker);
});

it('a picture that was being read when other settings were chosen can be read again', async () => {
  const engine = startEngine();
  await vi.advanceTimersByTimeAsync(0);
  const lost = expect(engine.read(picture, 0, 'photo')).rejects.toBeInstanceOf(StartedAgain);
  settings.backend.value = 'cpu';
  await lost;
  const read = engine.read(picture, 0, 'photo');
  await vi.advanceTimersByTimeAsync(frameTime);
  await expect(read).resolves.toBeDefined();
  settings.backend.value = 'auto';
});

it('reads with the network that was chosen last, however long the one before takes to be read', async () => {
  const engine = startEngine();
  let letGo = (_: ArrayBuffer) => {};
  const large = {
    name: 'large.onnx',
    arrayBuffer: () =>
      new Promise<ArrayBuffer>((resolve) => {
        letGo = resolve;
      }),
  };
  const first = engine.useNetwork(large as File);
  await engine.useNetwork({ name: 'small.onnx', arrayBuffer: async () => new ArrayBuffer(0) } as File);
  letGo(new ArrayBuffer(0));
  await first;
  expect(SlowWorker.newest.network).toBe('small.onnx');
  expect(engine.networkName.value).toBe('small.onnx');
});

it('says why a network could not be read that is gone since it was chosen', async () => {
  const engine = startEngine();
  const gone = { name: 'gone.onnx', arrayBuffer: () => Promise.reject(new Error('it is not there')) };
  await engine.useNetwork(gone as unknown as File);
  expect(engine.badNetwork.value?.reason).toBe('it is not there');
});

describe('a worker that dies on a slow device', () => {
  /** Reads frames for so many milliseconds, then the worker dies; returns the seconds until the page has noticed. */
  async function liveAndDie(engine: Engine, life: number) {
    await vi.advanceTimersByTimeAsync(0);
    for (let lived = 0; lived < life; lived += frameTime) {
      const read = engine.read(picture, lived / 1000, 'camera');
      await vi.advanceTimersByTimeAsync(frameTime);
      await read;
    }
    const dead = SlowWorker.newest;
    dead.terminate();
    const lost = expect(engine.read(picture, 0, 'camera')).rejects.toThrow(/started again|died again and again/);
    let waited = 0;
    for (; waited < 900 && SlowWorker.newest === dead && engine.state.value === 'ready'; waited++)
      await vi.advanceTimersByTimeAsync(1000);
    await lost;
    return waited;
  }

  it('four times soon after its start is given up, however long it takes to notice each death', async () => {
    const engine = startEngine();
    for (let i = 0; i < 4; i++) await liveAndDie(engine, 2 * frameTime);
    expect(engine.state.value).toBe('failed');
    expect(engine.reason.value).toBe('the worker died again and again');
  });

  it('is noticed within a minute, the fourth time, too', async () => {
    const engine = startEngine();
    for (let i = 0; i < 4; i++) expect(await liveAndDie(engine, 2 * frameTime)).toBeLessThanOrEqual(61);
  });

  it('once in a while is started anew each time', async () => {
    const engine = startEngine();
    for (let i = 0; i < 6; i++) await liveAndDie(engine, 70_000);
    expect(engine.state.value).not.toBe('failed');
    expect(engine.notice.value).toBe('restarted');
  });
});
