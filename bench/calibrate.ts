/** The lines of `src/mood/calibration.ts`: false alarms and the share of alarms that are real, for each threshold. */

import { fallingPerson, type Life, mainLife, otherLives, usualPeople, year } from '../simulate/lives';
import { type MoodDay, startWatch, step } from '../src/mood';
import { mean } from '../src/statistics';

const thresholds = [10, 30, 110, 500];
/** Alarms count from the fifth week on. */
const countedFrom = 28;
const lives: readonly Life[] = [mainLife, ...Object.values(otherLives)];
/** Other seeds than those that the bench checks with. */
const firstSeed = 2_000_000;

export function calibrate(count: number) {
  for (const threshold of thresholds) {
    const rates = lives.map((life) => {
      const alarms = usualPeople(life, count, firstSeed).flatMap(alarmsAt(threshold));
      return (alarms.length / count / (year - countedFrom)) * 180;
    });
    const line = {
      threshold,
      falseAlarms: round(Math.max(...rates)),
      real: Number(realAlarms(alarmsAt(threshold), Math.ceil(count / 2), firstSeed).toFixed(2)),
    };
    process.stdout.write(
      `${JSON.stringify(line)} // mean of all lives: ${mean(rates).toFixed(2)}, in the main one ${rates[0]?.toFixed(2)}\n`,
    );
  }
}

const alarmsAt =
  (threshold: number) =>
  (days: readonly MoodDay[]): number[] => {
    const { alarms } = days.reduce(step, { ...startWatch(), threshold });
    return alarms.map(({ day }) => day).filter((day) => day >= countedFrom);
  };

/** Share of alarms that came while a fall went on, over so many people of each life. */
export function realAlarms(alarmsOf: (days: readonly MoodDay[]) => number[], count: number, seed: number): number {
  let [real, all] = [0, 0];
  lives.forEach((life, at) => {
    for (let i = 0; i < count; i++) {
      const { days, falls } = fallingPerson(life, seed + at * 10_000 + i);
      for (const alarm of alarmsOf(days)) {
        all++;
        if (falls.some(({ day, lasts }) => alarm >= day && alarm < day + lasts)) real++;
      }
    }
  });
  return real / all;
}

const round = (value: number) => Number(value.toPrecision(3));
