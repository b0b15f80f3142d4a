/** What was read in a file, as the terminal and a report show it. */
import { emotions } from '../../emotion';
import type { SourceView } from '../../report';
import { table } from '../output';
import type { Person, Summary } from './summary';

/** A row a face; a video's frames are summed up, since nobody reads thousands of rows. */
export function formatTable(summaries: readonly Summary[]): string {
  const lines = summaries.flatMap(({ source, frames, people }) =>
    people.length === 0
      ? [[source, String(frames), 'no face']]
      : people.map((person) => [
          source,
          String(person.frames),
          `face ${person.id}`,
          commonest(person),
          ...person.means.map((p) => p.toFixed(2)),
        ]),
  );
  return table(['source', 'frames', 'face', 'reads', ...emotions], lines);
}

const commonest = ({ words }: Person) => Object.entries(words).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';

/** A summary as a report shows it. */
export function viewOf({ source, frames, duration, readUntil, step, people }: Summary): SourceView {
  const seconds = `${readUntil === undefined ? '' : `up to ${readUntil.toFixed(1)} s of `}${duration.toFixed(1)} s`;
  return {
    source,
    what: duration === 0 ? 'A photo' : `${frames.toLocaleString('en')} frames, ${seconds}`,
    people: people.map((person) => ({
      name: `face ${person.id}`,
      frames: person.frames,
      means: person.means,
      meanValence: person.meanValence,
      step,
      timeline:
        duration === 0
          ? []
          : person.steps.map(({ sums, frames: n }, i) => ({
              time: (i + 0.5) * step,
              ...(n > 0 && { means: sums.map((sum) => sum / n) }),
            })),
      moments: emotions.flatMap((emotion) => {
        const moment = person.moments[emotion];
        if (!moment) return [];
        const when = duration === 0 ? '' : `, ${moment.time.toFixed(1)} s`;
        return [{ png: moment.png, caption: `${emotion} ${(moment.probability * 100).toFixed(0)} %${when}` }];
      }),
    })),
  };
}
