import { describe, expect, it } from 'vitest';
import { agreementOf } from './agreement';
import { watchDays } from './downswing';
import type { JournalEntry } from './entries';
import { isLowSpell } from './lowSpell';
import { dateOf, dayOf } from './records';

const today = dayOf({ time: '2026-03-20' });
const said = (day: number, valence: number, seen?: number): JournalEntry => ({
  id: `${day}/${valence}`.replaceAll(/[/-]/g, '_'),
  time: `${dateOf(day)}T09:00`,
  felt: { valence, words: [] },
  tags: [],
  note: '',
  ...(seen !== undefined && {
    seen: {
      seconds: 15,
      emotions: { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 1 },
      valence: seen,
      unsure: 0,
      light: 0.5,
    },
  }),
});
const lastDays = (count: number, valence: (ago: number) => number) =>
  Array.from({ length: count }, (_, ago) => said(today - ago, valence(ago)));

describe('two very low weeks', () => {
  it('are noticed from seven days with words, none of them better', () => {
    expect(
      isLowSpell(
        lastDays(7, () => -0.8),
        today,
      ),
    ).toBe(true);
    expect(
      isLowSpell(
        lastDays(6, () => -0.8),
        today,
      ),
    ).toBe(false);
    expect(
      isLowSpell(
        lastDays(14, (ago) => (ago === 3 ? 0 : -0.8)),
        today,
      ),
    ).toBe(false);
  });

  it('are over when they are past', () => {
    expect(
      isLowSpell(
        lastDays(20, (ago) => (ago > 13 ? 0.5 : -0.8)),
        today,
      ),
    ).toBe(true);
    expect(
      isLowSpell(
        lastDays(14, () => -0.8),
        today + 10,
      ),
    ).toBe(false);
  });
});

describe('camera and word', () => {
  it('are compared where an entry has both', () => {
    const entries = [said(1, 0.5, 0.4), said(2, -0.5, 0.4), said(3, 0.5), said(4, 1, -1)];
    expect(agreementOf(entries)).toEqual({ both: 3, apart: 2 });
  });
});

describe('an alarm that the person calls wrong', () => {
  const day = (mean: number, at: number) => ({ day: at, mean, entries: 3, scatter: 0.02 });
  const level = (at: number) => (at < 60 ? 0.2 : -0.3) + 0.1 * Math.sin(at * 2.4);
  const days = Array.from({ length: 120 }, (_, at) => day(level(at), at));

  it('is not said again for the same days; the level that was called usual becomes usual', () => {
    const first = watchDays(days).alarms[0]?.day as number;
    expect(first).toBeGreaterThanOrEqual(60);
    expect(first).toBeLessThan(64);
    const dismissed = new Set<number>();
    // Whoever calls wrong what comes is asked less and less often, and soon not at all.
    for (let asked = 0; asked < 6; asked++) {
      const next = watchDays(days, { dismissed }).alarms.find((alarm) => !dismissed.has(alarm.day))?.day;
      if (next === undefined) break;
      for (const before of dismissed) expect(next).toBeGreaterThan(before + 1);
      dismissed.add(next);
    }
    expect(watchDays(days, { dismissed }).alarms).toEqual([]);
  });
});
