import { effect, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dateOf } from '../../src/mood';
import { createDayClock } from './dayClock';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 27, 21, 30) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the day clock', () => {
  it('notices a new day by itself, at the hour at which the person’s days begin', () => {
    const clock = createDayClock(() => 4);
    const seen: string[] = [];
    const end = effect(() => {
      seen.push(dateOf(clock.today.value));
    });
    vi.advanceTimersByTime(6 * 3_600_000);
    expect(seen).toEqual(['2026-11-27']);
    vi.advanceTimersByTime(31 * 60_000);
    expect(seen).toEqual(['2026-11-27', '2026-11-28']);
    end();
    clock.stop();
  });

  it('looks again when asked, as after a sleep in which no timer ran', () => {
    const clock = createDayClock(() => 4);
    expect(dateOf(clock.today.value)).toBe('2026-11-27');
    vi.setSystemTime(new Date(2026, 10, 28, 8, 0));
    clock.look();
    expect(dateOf(clock.today.value)).toBe('2026-11-28');
    clock.stop();
  });

  it('follows another hour at which days begin', () => {
    const begins = signal(4);
    vi.setSystemTime(new Date(2026, 10, 28, 3, 0));
    const clock = createDayClock(() => begins.value);
    expect(dateOf(clock.today.value)).toBe('2026-11-27');
    begins.value = 0;
    expect(dateOf(clock.today.value)).toBe('2026-11-28');
    clock.stop();
  });
});
