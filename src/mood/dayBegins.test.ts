import { describe, expect, it } from 'vitest';
import { watchMood } from './downswing';
import type { JournalEntry } from './entries';
import { momentOn } from './isoTime';
import { isLowSpell } from './lowSpell';
import { dateOf, dayOf } from './records';
import { dayValues, monthValues, valencesOn, wordCounts } from './trends';
import { frequentFirst } from './usage';
import { weekOf } from './week';

const entry = (time: string, valence: number, words: string[] = [], tags: string[] = []): JournalEntry => ({
  id: time,
  time,
  felt: { valence, energy: valence / 2, words },
  tags,
  note: '',
});

describe('a day', () => {
  it('begins at 4:00, or at an hour of one’s own', () => {
    const night = { time: '2026-03-02T02:30:00.000+01:00' };
    expect(dateOf(dayOf(night))).toBe('2026-03-01');
    expect(dateOf(dayOf(night, 0))).toBe('2026-03-02');
    expect(dateOf(dayOf({ time: '2026-03-02T04:00' }))).toBe('2026-03-02');
    expect(dateOf(dayOf({ time: '2026-03-02T05:59' }, 6))).toBe('2026-03-01');
    // Nobody said when: it is of its own day.
    expect(dateOf(dayOf({ time: '2026-03-02' }))).toBe('2026-03-02');
  });

  it('is written back from its clock, also after midnight', () => {
    const day = dayOf({ time: '2026-03-01' });
    expect(momentOn(day, '21:15')).toBe('2026-03-01T21:15');
    expect(momentOn(day, '01:15')).toBe('2026-03-02T01:15');
    expect(momentOn(day, '01:15', 0)).toBe('2026-03-01T01:15');
    for (const clock of ['00:00', '03:59', '04:00', '23:59'])
      for (const begins of [0, 3, 4, 6]) expect(dayOf({ time: momentOn(day, clock, begins) }, begins)).toBe(day);
  });

  it('is the same in trends, in what is usual and in a low spell', () => {
    const party = [entry('2026-03-01T20:00', 0.2), entry('2026-03-02T02:00', 0.8)];
    const [only, none] = dayValues(party);
    expect(only).toMatchObject({ entries: 2, lowest: 0.2, highest: 0.8 });
    expect(only?.mean).toBeCloseTo(0.5, 10);
    expect(only?.energy).toBeCloseTo(0.25, 10);
    expect(none).toBeUndefined();
    expect(dayValues(party, 0)).toHaveLength(2);
    expect(valencesOn(party, only?.day ?? 0)).toEqual([
      { hour: 20, valence: 0.2 },
      { hour: 26, valence: 0.8 },
    ]);
    const records = party.map(({ time }) => ({ time, valence: 0.1, source: 'word' as const }));
    expect(watchMood(records).days).toHaveLength(1);
    expect(watchMood(records, { dayBegins: 0 }).days).toHaveLength(2);
    const nights = Array.from({ length: 7 }, (_, i) => entry(`2026-03-${String(i + 2).padStart(2, '0')}T01:00`, -0.8));
    const last = dayOf({ time: '2026-03-07' });
    expect(isLowSpell(nights, last)).toBe(true);
    expect(isLowSpell(nights, last, 0)).toBe(false);
  });
});

describe('what came up', () => {
  const march = [
    entry('2026-02-27T10:00', -0.4, ['tired', 'calm'], ['work']),
    entry('2026-03-01T10:00', 0.4, ['calm'], ['people']),
    entry('2026-03-02T10:00', 0.2, ['happy'], ['people', 'food']),
  ];

  it('months are calendar months', () => {
    const [february, third] = monthValues(dayValues(march));
    expect(february).toEqual({ month: '2026-02', mean: -0.4, days: 1 });
    expect(third).toMatchObject({ month: '2026-03', days: 2 });
    expect(third?.mean).toBeCloseTo(0.3, 10);
  });

  it('words and tags come by how often they were used', () => {
    expect(wordCounts(march)).toEqual([
      { word: 'calm', times: 2 },
      { word: 'tired', times: 1 },
      { word: 'happy', times: 1 },
    ]);
    expect(
      frequentFirst(
        ['sleep', 'work', 'people', 'food'],
        march.map(({ tags }) => tags),
      ),
    ).toEqual(['people', 'work', 'food', 'sleep']);
  });

  it('a week is looked back on once three days have words', () => {
    const last = dayOf({ time: '2026-03-03' });
    expect(weekOf(march, last)).toMatchObject({ words: ['calm'], tags: ['people'], before: undefined });
    expect(weekOf(march, last)?.mean).toBeCloseTo(0.2 / 3, 10);
    expect(dateOf(weekOf(march, last)?.best.day ?? 0)).toBe('2026-03-01');
    expect(weekOf(march.slice(1), last)).toBeUndefined();
  });
});
