/** What is usual in someone's mood, and when it turned down, or up. */
import * as Plot from '@observablehq/plot';
import { draw, theme } from './draw';
import { escapeHtml, htmlTable, page } from './page';

export interface MoodView {
  source: string;
  /** Which swings were looked for. */
  direction: 'down' | 'up';
  entries: number;
  /** "2026-03-15", or undefined while there are too few days. */
  learnedOn: string | undefined;
  days: readonly {
    date: string;
    mean: number;
    /** What is usual, one standard deviation around; undefined while it is learned. */
    usual: readonly [low: number, high: number] | undefined;
    /** Evidence of such a swing, logarithmic: 0 is none, 1 is an alarm. */
    statistic: number;
    /** Differences from day to day as a share of what is usual. */
    spread: number;
  }[];
  /** Share of alarms of downswings that are real in simulated lives, 0 … 1. */
  real: number;
  swings: readonly { noticed: string; from: string; to: string | undefined; unusualDays: number }[];
}

export function moodReport({ source, entries, learnedOn, days, direction, real, swings }: MoodView): string {
  const swing = `${direction}swing`;
  const shown = days.map((d) => ({ ...d, date: new Date(d.date), low: d.usual?.[0], high: d.usual?.[1] }));
  const noticed = swings.map((d) => new Date(d.noticed));
  const dated = { type: 'utc', label: null } as const;
  const plot = (label: string, options: Plot.PlotOptions) =>
    `<div class="wide latest" tabindex="0" role="group" aria-label="${escapeHtml(label)}">${draw(label, {
      width: 960,
      height: 270,
      marginLeft: 48,
      marginTop: 34,
      x: dated,
      ...options,
    })}</div>`;
  const found = swings.length === 0 ? `no ${swing}` : `${swings.length} ${swing}${swings.length === 1 ? '' : 's'}`;
  return page({
    title: 'How the mood moved',
    lead: `${source}: ${entries.toLocaleString('en')} entries on ${days.length.toLocaleString('en')} days, ${found}. A mood is the person's own word or a day's mean, and this is no diagnosis.`,
    sections: [
      {
        heading: 'Days',
        text: learnedOn
          ? `Each point is a day's mean, the band what is usual for this person, learned until ${learnedOn}; lines stand where ${direction === 'down' ? 'a' : 'an'} ${swing} was noticed.`
          : 'There are too few days to know what is usual.',
        body: plot('Mean of each day over the band that is usual', {
          y: { domain: [-1, 1], label: 'valence', grid: true },
          marks: [
            Plot.areaY(shown, { x: 'date', y1: 'low', y2: 'high', fill: theme.accent, fillOpacity: 0.15 }),
            Plot.ruleX(noticed, { stroke: theme.other }),
            Plot.dot(shown, { x: 'date', y: 'mean', r: 2, fill: theme.accent }),
          ],
        }),
      },
      {
        heading: direction === 'down' ? 'Downswings' : 'Upswings',
        body:
          swings.length === 0
            ? '<p>None was noticed.</p>'
            : htmlTable(
                ['noticed', 'from', 'to', direction === 'down' ? 'low days until then' : 'high days until then'],
                swings.map((d) => [d.noticed, d.from, d.to ?? 'goes on', String(d.unusualDays)]),
              ),
      },
      {
        heading: 'Evidence',
        text: `How much speaks for a ${direction === 'down' ? 'fall' : 'rise'} that has begun (Shiryaev–Roberts, logarithmic); at 1 ${direction === 'down' ? `a downswing is said. Of ten such alarms about ${Math.round(10 * real)} are real in simulated lives` : 'an upswing is said'}.`,
        body: plot(`Evidence of ${direction === 'down' ? 'a downswing' : 'an upswing'}, day by day`, {
          y: { label: 'evidence, 1 is an alarm', grid: true },
          marks: [
            Plot.ruleY([1], { stroke: theme.other }),
            Plot.lineY(shown, { x: 'date', y: 'statistic', stroke: theme.accent }),
          ],
        }),
      },
      {
        heading: 'From day to day',
        text: 'Differences between neighbouring days, 1 is usual. Weak evidence by itself: rises came before 23 to 36 % of recurrences (Schreuder et al. 2024).',
        body: plot('Spread from day to day', {
          y: { label: 'times the usual', grid: true },
          marks: [
            Plot.ruleY([1], { stroke: theme.line }),
            Plot.lineY(shown, { x: 'date', y: 'spread', stroke: theme.accent }),
          ],
        }),
      },
    ],
  });
}
