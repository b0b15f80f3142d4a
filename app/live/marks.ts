/** Readings as they are marked in a picture. */
import type { Box } from '../../src/face';
import { type FaceMark, layOutMarks, type MarkedFace, textSizeIn } from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { inParts, inWords, words } from '../words';
import { verdictOf } from './verdict';

export interface Marking {
  /** Of the picture that the readings' boxes are in. */
  width: number;
  mirrored: boolean;
  threshold: number;
  /** The face that is shown in full; where none is named all are alike. */
  chosen?: number | undefined;
  /** The part of the picture that is seen. */
  visible: Box;
  /** Letters are at least so high, in pixels of the picture. */
  smallestText?: number;
  before?: readonly FaceMark[];
}

export function marksOf(readings: readonly LiveReading[], marking: Marking): FaceMark[] {
  const { width, mirrored, chosen, threshold, visible, smallestText = 0, before } = marking;
  const faces = readings.map((reading): MarkedFace => {
    const { box } = reading;
    const verdict = verdictOf(reading, threshold);
    const hindrance = verdict.hindrance && words.value.live.hindrances[verdict.hindrance]?.[0];
    return {
      id: reading.id,
      // The picture may be mirrored, words are not: the box moves to the other side.
      box: mirrored ? { ...box, x: width - box.x - box.width } : box,
      named: verdict.named,
      words: hindrance ?? inWords(verdict),
      fewWords: hindrance ?? inParts(verdict).main,
      strength: verdict.strongest,
      quiet: chosen !== undefined && readings.length > 1 && reading.id !== chosen,
    };
  });
  const textSize = Math.max(smallestText, textSizeIn(visible));
  return layOutMarks(faces, { visible, textSize, measure, ...(before && { before }) });
}

export const markFont = 'system-ui, sans-serif';
export const markWeight = 600;
const measuredAt = 100;
const widths = new Map<string, number>();
let context: OffscreenCanvasRenderingContext2D | null | undefined;

/** Width of a text in letters of height 1, as this browser writes it. */
function measure(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  context ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return text.length;
  context.font = `${markWeight} ${measuredAt}px ${markFont}`;
  const width = context.measureText(text).width / measuredAt;
  widths.set(text, width);
  return width;
}
