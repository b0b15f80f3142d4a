/** What was read in photos and videos, person by person. */
import * as Plot from '@observablehq/plot';
import { type Emotion, emotions } from '../emotion';
import { draw } from './draw';
import { escapeHtml, type FacePicture, faceGrid, htmlTable, page, percent, type Section } from './page';
import { emotionColors, emotionShapes } from './palette';

export interface PersonView {
  /** "face 1" */
  name: string;
  frames: number;
  means: readonly number[];
  meanValence: number;
  /** Mean probabilities of each emotion over time; no numbers where the face was not seen. Empty for a photo. */
  timeline: readonly { time: number; means?: readonly number[] }[];
  /** Seconds of a step of the timeline. */
  step: number;
  moments: readonly FacePicture[];
}

export interface SourceView {
  source: string;
  /** "464 frames, 15.5 s" */
  what: string;
  people: readonly PersonView[];
}

/**
 * mostTimelines so many files have a section of their own; all if not given
 * remark a sentence about all of it, that stands before everything else
 */
export function peopleReport(
  sources: readonly SourceView[],
  { mostTimelines = sources.length, remark }: { mostTimelines?: number; remark?: string | undefined } = {},
): string {
  const faces = sources.reduce((sum, s) => sum + s.people.length, 0);
  return page({
    title: 'What faces express',
    lead: `${remark === undefined ? '' : `${remark} `}${count(sources.length, 'file')}, ${count(faces, 'face')}. An expression is not a feeling: light, angle, age, culture and glasses change what is read.`,
    sections: [
      {
        heading: 'Shares',
        text: `Mean probability of each emotion over the frames in which the face was seen.${
          sources.length > mostTimelines ? ` The first ${mostTimelines} files are shown one by one below.` : ''
        }`,
        body: htmlTable(
          ['', 'frames', 'valence', ...emotions],
          sources.flatMap(({ source, people }) =>
            people.map((p) => [
              `${source}, ${p.name}`,
              p.frames.toLocaleString('en'),
              signed(p.meanValence),
              ...p.means.map((m) => percent(m, 0)),
            ]),
          ),
        ),
      },
      ...sources.slice(0, mostTimelines).map(sourceSection),
    ],
  });
}

const count = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

const sourceSection = ({ source, what, people }: SourceView): Section => {
  const still = people.filter(({ timeline }) => timeline.length <= 1);
  const moving = people.filter(({ timeline }) => timeline.length > 1);
  return {
    heading: source,
    text: people.length === 0 ? `${what}, no face.` : `${what}.`,
    body:
      faceGrid(still.flatMap(({ name, moments }) => moments.map((m) => ({ ...m, caption: `${name}, ${m.caption}` })))) +
      moving
        .map((person) => `<h3>${escapeHtml(person.name)}</h3>${timelineFigure(person)}${faceGrid(person.moments)}`)
        .join(''),
  };
};

const key = `<ul class="key">${emotions
  .map((e) => `<li style="--series:${emotionColors[e]}">${emotionShapes[e]} ${e}</li>`)
  .join('')}</ul>`;

/** A stacked area: at each time the probabilities of all emotions, which sum to 1. */
function timelineFigure({ name, timeline, step }: PersonView): string {
  const points = timeline.flatMap(({ time, means }) =>
    means ? emotions.map((emotion, i) => ({ time, emotion, share: means[i] as number, run: 0 })) : [],
  );
  // Areas are not drawn over gaps.
  let run = 0;
  points.forEach((point, i) => {
    if (point.time - (points[i - 1]?.time ?? point.time) > 1.5 * step) run++;
    point.run = run;
  });
  const strongest = emotions
    .map((emotion, i) => ({ emotion, mean: timeline.reduce((sum, t) => sum + (t.means?.[i] ?? 0), 0) }))
    .sort((a, b) => b.mean - a.mean)[0]?.emotion;
  const svg = draw(`Emotions of ${name} over time, mostly ${strongest}`, {
    width: 960,
    height: 220,
    marginLeft: 44,
    // The axis's name stands above its uppermost number, not on it.
    marginTop: 34,
    marginBottom: 44,
    x: { label: 'seconds', labelOffset: 38 },
    y: { label: 'probability', domain: [0, 1], tickFormat: '%', ticks: 4 },
    marks: [
      Plot.areaY(points, {
        x: 'time',
        y: 'share',
        z: (p: { emotion: Emotion; run: number }) => `${p.emotion} ${p.run}`,
        fill: (p: { emotion: Emotion }) => emotionColors[p.emotion],
        order: [...emotions],
        curve: 'monotone-x',
      }),
    ],
  });
  return `<figure style="margin:0">${key}<div class="wide" tabindex="0" role="group" aria-label="timeline">${svg}</div></figure>`;
}
