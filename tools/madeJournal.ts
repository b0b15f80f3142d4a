/** A journal that nobody wrote, for pictures of the page: half a year, Wednesdays low, the last days lower still. */
import { seededRandom } from '../src/graph';
import { dateOf, dayOn, type JournalEntry, weekdayOf } from '../src/mood';

const days = 180;
const feelings = [['happy', 'content'], ['calm'], ['tired'], ['stressed'], ['fine'], ['hopeful']];

const onScale = (value: number) => Math.round(100 * Math.max(-1, Math.min(1, value))) / 100;

export function madeJournal(): JournalEntry[] {
  const random = seededRandom(7);
  const today = dayOn(new Date());
  return Array.from({ length: days }, (_, i) => today - days + i)
    .filter(() => random.uniform() < 0.85)
    .flatMap((day) =>
      ['08:15', '20:30'].map((clock, i): JournalEntry => {
        const hasMoved = random.uniform() < 0.4;
        const lower = (weekdayOf(day) === 3 ? 0.25 : 0) + (today - day < 5 ? 0.55 : 0);
        const valence = onScale(0.25 + 0.15 * random.normal() + (hasMoved ? 0.15 : 0) - lower);
        return {
          id: `made-${day}-${i}`,
          time: `${dateOf(day)}T${clock}`,
          felt: {
            valence,
            energy: onScale(random.uniform() - 0.5),
            words: feelings[Math.floor(random.uniform() * feelings.length)] ?? [],
          },
          tags: [...(hasMoved ? ['movement'] : []), ...(random.uniform() < 0.3 ? ['work'] : [])],
          note: '',
          ...(hasMoved &&
            random.uniform() < 0.2 && {
              tried: { activity: 'walk' as const, from: { valence: onScale(valence - 0.4), energy: -0.3 } },
            }),
        };
      }),
    );
}
