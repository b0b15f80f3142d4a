import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Life, otherLives } from '../../simulate/lives';
import { type Fall, type PersonOptions, simulate } from '../../simulate/people';
import { normalFromT, robust } from '../statistics';
import { expectationFor } from './baseline';
import { realShare, thresholdFor } from './calibration';
import { daysOf, type MoodDay } from './days';
import { startWatch, step, summaryOf, type WatchState, watchDays, watchMood } from './downswing';
import { readRecords } from './readRecords';
import { dateOf, dayOf, type MoodRecord, weekdayOf } from './records';
import { watchRises } from './upswing';

const record = (time: string, valence: number, source: MoodRecord['source'] = 'word'): MoodRecord => ({
  time,
  valence,
  source,
});
/** Days with the means given, three entries each. */
const days = (means: readonly number[]): MoodDay[] =>
  means.map((mean, day) => ({ day, mean, entries: 3, scatter: 0.02 }));
/** Usual days: 0.2 and a little more or less. */
const usual = (count: number) => Array.from({ length: count }, (_, i) => 0.2 + 0.1 * Math.sin(i * 2.4));

describe('days', () => {
  it('are those of the wall clock', () => {
    expect(dateOf(dayOf({ time: '2026-03-01T23:59:00-11:00' }))).toBe('2026-03-01');
    // 1 March 2026 is a Sunday.
    expect(weekdayOf(dayOf({ time: '2026-03-01' }))).toBe(0);
  });

  it('are the mean of the person’s words; the camera counts a tenth until it is known how well it agrees', () => {
    const [day] = daysOf([
      record('2026-03-01T08:00', 0.4),
      record('2026-03-01T12:30', 0.2),
      record('2026-03-01T13:00', -0.7, 'camera'),
    ]);
    // Hours are shrunk to a twentieth and less with so few entries.
    expect(day?.entries).toBeCloseTo(2.1, 5);
    expect(day?.mean).toBeCloseTo((0.4 + 0.2 - 0.07) / 2.1, 1);
  });

  it('a camera that looks all day does not outvote the person', () => {
    const looks = Array.from({ length: 100 }, (_, i) =>
      record(`2026-03-01T${String(8 + (i % 12)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`, -0.9, 'camera'),
    );
    const [day] = daysOf([record('2026-03-01T08:00', 0.4), record('2026-03-01T20:30', 0.4), ...looks]);
    expect(day?.entries).toBeCloseTo(2.1, 5);
    expect(day?.mean).toBeGreaterThan(0.3);
  });

  it('take the camera for full where there is nothing else, and for nothing where it disagrees', () => {
    const camera = Array.from({ length: 20 }, (_, i) =>
      record(`2026-03-${String(i + 1).padStart(2, '0')}T09:00`, Math.sin(i), 'camera'),
    );
    expect(daysOf(camera).map((d) => d.entries)).toEqual(Array(20).fill(1));
    const words = camera.map(({ time, valence }) => record(time, -valence));
    for (const day of daysOf([...camera, ...words])) expect(day.entries).toBe(1);
    const agreeing = camera.map(({ time, valence }) => record(time, 0.5 * valence));
    // r² = 1, and on the person's scale the camera says the same.
    for (const day of daysOf([...camera, ...agreeing])) expect(day.entries).toBeCloseTo(2, 5);
  });
});

describe('statistics', () => {
  it('the transform of Student’s t agrees with tables', () => {
    // Two-sided 5 % of t: 2.228 with 10 degrees of freedom, 2.086 with 20; 1.96 for the normal.
    expect(normalFromT(2.228, 10)).toBeCloseTo(1.96, 1);
    expect(normalFromT(-2.086, 20)).toBeCloseTo(-1.96, 1);
  });

  it('one odd value moves neither location nor spread by much', () => {
    const values = Array.from({ length: 21 }, (_, i) => Math.sin(i * 2.4));
    const before = robust(values);
    const after = robust([...values, 50]);
    expect(Math.abs(after.center - before.center)).toBeLessThan(0.2);
    expect(after.spread / before.spread).toBeLessThan(1.35);
  });

  it('thresholds rise where fewer false alarms are bearable, and more of the alarms are real', () => {
    const rates = [20, 8, 4, 2, 1, 0.5, 0.25, 0.01];
    const thresholds = rates.map(thresholdFor);
    expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b));
    expect(new Set(thresholds).size).toBe(rates.length);
    const shares = rates.map(realShare);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    for (const share of shares) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });
});

describe('what is usual', () => {
  it('knows the weekdays of this person', () => {
    const weeks = Array.from({ length: 56 }, (_, i) => 0.2 + 0.05 * Math.sin(i * 2.4) - (weekdayOf(i) === 1 ? 0.3 : 0));
    const on = (weekday: number) => expectationFor(days(weeks), 56 + ((weekday - weekdayOf(56) + 7) % 7), 3).mean;
    // Eight Mondays that are all lower, with little noise: nearly all of the difference of 0.3 is believed.
    expect(on(3) - on(1)).toBeGreaterThan(0.2);
    expect(on(3) - on(1)).toBeLessThan(0.33);
  });

  it('expects days with one entry to vary more than days with many', () => {
    const history = days(usual(30)).map((d) => ({ ...d, scatter: 0.5 }));
    expect(expectationFor(history, 30, 1).spread).toBeGreaterThan(1.2 * expectationFor(history, 30, 8).spread);
  });
});

describe('a downswing', () => {
  it('is not looked for in the first two weeks, however they are', () => {
    const watch = watchDays(days([...usual(5), -1, -1, -1, -1, -1, -1, -1, -1, -1]));
    expect(watch).toMatchObject({ alarms: [], learnedOn: undefined });
  });

  it('is noticed within days, told in one sentence, and over when the days are as before', () => {
    const watch = watchDays(days([...usual(40), ...usual(8).map((v) => v - 0.25), ...usual(20)]));
    const [alarm, ...others] = watch.alarms;
    expect(others).toEqual([]);
    expect(alarm?.day).toBeGreaterThanOrEqual(41);
    expect(alarm?.day).toBeLessThanOrEqual(43);
    expect(alarm?.sentence).toMatch(/^Your last \d days were lower than your usual days\.$/);
    const [episode] = watch.episodes;
    expect(episode?.from).toBeGreaterThanOrEqual(39);
    expect(episode?.from).toBeLessThanOrEqual(41);
    expect(episode?.to).toBeGreaterThanOrEqual(45);
    expect(episode?.to).toBeLessThanOrEqual(50);
  });

  it('is no single bad day, and not what the person said was none', () => {
    const oneBadDay = days([...usual(40), -0.9, ...usual(10)]);
    expect(watchDays(oneBadDay).alarms).toEqual([]);
    const low = days([...usual(40), ...usual(8).map((v) => v - 0.25)]);
    const dismissed = new Set(low.map((d) => d.day));
    expect(watchDays(low, { dismissed }).alarms).toEqual([]);
  });

  it('that stays becomes the new usual after a month', () => {
    const watch = watchDays(days([...usual(40), ...usual(80).map((v) => v - 0.3)]));
    expect(watch.alarms).toHaveLength(1);
    expect(watch.episodes[0]?.to).toBeLessThan(75);
  });

  it('does not depend on the scale, nor on where zero is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.6, max: 2, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        (scale, shift) => {
          const means = [...usual(40), ...usual(6).map((v) => v - 0.25)];
          const plain = watchDays(days(means)).alarms.map((a) => a.day);
          const other = days(means).map((d) => ({
            ...d,
            mean: d.mean * scale + shift,
            scatter: d.scatter * scale * scale,
          }));
          expect(watchDays(other).alarms.map((a) => a.day)).toEqual(plain);
        },
      ),
    );
  });
});

describe('an upswing', () => {
  it('is a downswing of days turned upside down, with expectations the right way up', () => {
    const records = usual(60).map((valence, day) =>
      record(`${dateOf(day)}T20:00`, valence - 0.2 + (day >= 50 ? 0.5 : 0)),
    );
    const turned = records.map((record) => ({ ...record, valence: -record.valence }));
    const [rises, falls] = [watchRises(records), watchMood(turned)];
    expect(rises.alarms).toHaveLength(1);
    expect(rises.alarms.map(({ day }) => day)).toEqual(falls.alarms.map(({ day }) => day));
    expect(rises.episodes).toEqual(falls.episodes);
    expect(watchMood(records).alarms).toEqual([]);
    const noticed = rises.days.find(({ day }) => day === rises.alarms[0]?.day);
    expect(noticed?.mean).toBeGreaterThan(0.3);
    expect(noticed?.expected?.mean).toBeLessThan(0.2);
    expect(noticed?.deviation).toBeGreaterThan(1);
  });
});

describe('the watch of days', () => {
  const life = (seed: number, more: Partial<PersonOptions> = {}) =>
    simulate({ seed, days: 240, entriesADay: 3, missing: 0.3, autocorrelation: 0.3, ...more });

  it('goes on from what was kept as JSON, day by day, as if it had seen all days at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 2, noNaN: true }), (seed, size) => {
        const all = life(seed, { days: 120, fall: { day: 60, size, over: 0, lasts: 20 } });
        let state = startWatch();
        for (const day of all) state = step(JSON.parse(JSON.stringify(state)) as WatchState, day);
        const { alarms, episodes, learnedOn } = watchDays(all);
        expect(JSON.parse(JSON.stringify({ alarms: state.alarms, episodes: state.episodes }))).toEqual(
          JSON.parse(JSON.stringify({ alarms, episodes })),
        );
        expect(state.learnedOn).toBe(learnedOn);
      }),
      { numRuns: 8, seed: 21 },
    );
  });

  it('says the same of days whatever comes after them', () => {
    const all = life(5, { fall: { day: 100, size: 1.5, over: 0 } });
    const early = watchDays(all.slice(0, 90));
    expect(watchDays(all).days.slice(0, 90)).toEqual(early.days);
  });

  it('changes nothing in the state that it gets', () => {
    let state = startWatch();
    for (const day of life(6, { days: 60 })) {
      const before = JSON.stringify(state);
      const next = step(state, day);
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  });

  it('has episodes that begin no later than their alarm, end no earlier, and do not overlap', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { alarms, episodes } = watchDays(life(seed, { fall: { day: 70, size: 1.5, over: 0, lasts: 15 } }), {
        falseAlarms: 4,
      });
      expect(episodes).toHaveLength(alarms.length);
      episodes.forEach(({ from, to }, i) => {
        const alarm = alarms[i]?.day as number;
        expect(from).toBeLessThanOrEqual(alarm);
        if (to !== undefined) expect(to).toBeGreaterThanOrEqual(alarm);
        const before = episodes[i - 1];
        if (before) expect(from).toBeGreaterThan(before.to as number);
      });
    }
  });

  it('raises no alarm about a holiday without entries, nor about missing days', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const all = life(seed);
      const calm = (list: readonly MoodDay[]) => watchDays(list, { falseAlarms: 0.25 }).alarms.map(({ day }) => day);
      const holiday = all.filter(({ day }) => day < 100 || day >= 121);
      const inHoliday = (list: readonly MoodDay[]) => calm(list).filter((day) => day >= 100 && day < 126);
      expect(inHoliday(holiday).length).toBeLessThanOrEqual(inHoliday(all).length);
      expect(watchDays(holiday).alarms.filter(({ day }) => day >= 100 && day < 121)).toEqual([]);
    }
  });

  it('is not fooled by how deep a fall is: eight deviations are noticed within three days', () => {
    const watch = watchDays(days(usual(50).map((value, at) => value - (at >= 40 ? 0.7 : 0))));
    expect(watch.alarms[0]?.day).toBeGreaterThanOrEqual(41);
    expect(watch.alarms[0]?.day).toBeLessThanOrEqual(42);
  });

  it('learns a slow fall as a fall: low days do not become usual while they are watched', () => {
    // Noise as sin gives it, deviation 0.07; in thirty days the level sinks by 0.2 and stays.
    const fallen = (at: number) => 0.2 * Math.min(1, Math.max(0, (at - 60) / 30));
    const watch = watchDays(days(usual(110).map((value, at) => value - fallen(at))));
    expect(watch.alarms.length).toBeGreaterThanOrEqual(1);
    expect(watch.alarms[0]?.day).toBeGreaterThan(62);
    expect(watch.alarms[0]?.day).toBeLessThan(90);
  });

  it('keeps its word on simulated people: few false alarms, and a fall of one deviation within days', () => {
    const people = Array.from({ length: 12 }, (_, i) => i + 3000);
    const falseAlarms = people.reduce((sum, seed) => sum + watchDays(usualLife(seed)).alarms.length, 0);
    // One in 180 days is bearable: twelve people of 226 watched days each may have 15, and chance some more.
    expect(falseAlarms).toBeLessThanOrEqual(22);
    const delays = people
      .map((seed) => watchDays(usualLife(seed + 100, { day: 100, size: 1, over: 0 })).alarms.map(({ day }) => day))
      // Whoever was in an alarm already tells nothing of this fall.
      .filter((alarms) => !alarms.some((day) => day >= 70 && day < 100))
      .map((alarms) => (alarms.find((day) => day >= 100) ?? 240) - 99)
      .sort((a, b) => a - b);
    expect(delays.length).toBeGreaterThanOrEqual(8);
    expect(delays[delays.length >> 1]).toBeLessThanOrEqual(6);
    expect(delays.at(-2)).toBeLessThanOrEqual(15);
  });

  it('notices falls where days hang together over several days, too', () => {
    const five = otherLives['five faces once a day, autocorrelation 0.7'] as Life;
    const delays = Array.from({ length: 60 }, (_, i) => {
      const day = 100 + (i % 14);
      const days = simulate({ ...five, seed: 3300 + i, days: day + 60, fall: { day, size: 1, over: 0 } });
      return watchDays(days).alarms.map((alarm) => alarm.day - day + 1);
    })
      // Whoever was in an alarm already tells nothing of this fall.
      .filter((alarms) => !alarms.some((delay) => delay < 1 && delay >= -29))
      .map((alarms) => alarms.find((delay) => delay >= 1) ?? Number.POSITIVE_INFINITY)
      .sort((a, b) => a - b);
    expect(delays.length).toBeGreaterThanOrEqual(30);
    expect(delays[delays.length >> 2]).toBeLessThanOrEqual(25);
  });

  const usualLife = (seed: number, fall?: Fall) =>
    simulate({ seed, days: 240, entriesADay: 7, missing: 0.3, autocorrelation: 0.3, ...(fall && { fall }) });
});

describe('tables of moods', () => {
  it('are read in order, quoted or not', () => {
    const records = readRecords(
      '\uFEFFtime,valence,source\n2026-03-02T08:00,0.5,word\n"2026-03-01T20:15:00+01:00",-1,camera\n',
    );
    expect(records).toEqual([record('2026-03-01T20:15:00+01:00', -1, 'camera'), record('2026-03-02T08:00', 0.5)]);
  });

  it('may be Daylio’s', () => {
    const text =
      'full_date,date,weekday,time,mood,activities,note_title,note\n' +
      '2026-02-27,February 27,Friday,8:05 PM,good,"friends | movies","","a, b"\n2026-02-26,February 26,Thursday,07:30,awful,,,\n';
    expect(readRecords(text)).toEqual([record('2026-02-26T07:30', -1), record('2026-02-27T20:05', 0.5)]);
  });

  it.each([
    ['time,valence\n2026-03-01,1.5\n', 'row 2: valence must be a number from −1 to 1 (got "1.5")'],
    ['time,valence\n2026-03-01,\n', 'row 2: valence must be a number from −1 to 1 (got "")'],
    ['time,valence\n2026-02-30T10:00,0\n', 'row 2: time must look like 2026-03-01T08:30 (got "2026-02-30T10:00")'],
    ['time,valence\n2026-03-01,0\nyesterday,0\n', 'row 3: time must look like 2026-03-01T08:30 (got "yesterday")'],
    ['a,b\n1,2\n', 'the columns must include time and valence, or full_date and mood as Daylio has them (got a, b)'],
    ['time,valence,source\n2026-03-01,0,cat\n', 'row 2: source must be word or camera (got "cat")'],
    ['full_date,time,mood\n2026-03-01,10:00,superb\n', 'it is not known where these moods lie: "superb"'],
    ['', 'the file is empty'],
  ])('%j is told what is wrong with it', (text, message) => {
    expect(() => readRecords(text)).toThrow(message);
  });
});

it('a summary has dates, and says until when the person was learned', () => {
  const start = dayOf({ time: '2026-01-01' });
  const records = [...usual(30), ...usual(6).map((v) => v - 0.4)].flatMap((valence, i) =>
    ['09:00', '15:00'].map((time) => record(`${dateOf(start + i)}T${time}`, valence)),
  );
  const summary = summaryOf(watchMood(records), records.length);
  expect(summary).toMatchObject({ entries: 72, days: 36, learningUntil: '2026-01-15' });
  expect(summary.alarms).toHaveLength(1);
  expect(Date.parse(summary.alarms[0]?.time ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-01-31'));
  expect(summary.episodes[0]?.to).toBeNull();
});
