import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngine, type Engine } from './engine';
import type { FromWorker, ToWorker } from './messages';

/** Milliseconds that a frame takes on a slow device. */
const frameTime = 4000;

/** A reading worker that loads at once, answers slowly, and can be killed. */
class SlowWorker extends EventTarget {
  static newest: SlowWorker;
  #alive = true;

  constructor() {
    super();
    SlowWorker.newest = this;
  }

  postMessage(message: ToWorker) {
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

vi.hoisted(() => {
  // The page's settings listen to other tabs as soon as they are loaded.
  globalThis.addEventListener = () => {};
});

function startEngine(): Engine {
  const engine = createEngine();
  engine.start();
  return engine;
}

describe('a worker that dies on a slow device', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('Worker', SlowWorker);
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('location', { href: 'http://localhost/' });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

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
