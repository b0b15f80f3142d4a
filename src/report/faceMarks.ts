/**
 * How faces in a picture are marked, by the page, in snapshots and in annotated copies alike: four quiet corners, and a
 * label with a number, a shape for each emotion and words. Labels keep within what is seen, and never cover each other.
 */
import type { Emotion } from '../emotion';
import type { Box } from '../face';
import { emotionColors } from './palette';

export interface MarkedFace {
  id: number;
  /** In pixels of the picture as it is shown. */
  box: Box;
  /** The strongest first; empty when not sure. */
  named: readonly Emotion[];
  words: string;
  /** What stands there where the words have no room. */
  fewWords: string;
  /** Probability of the strongest, 0 … 1. */
  strength: number;
  /** Smaller than the face that is shown in full. */
  quiet?: boolean;
}

export interface MarkOptions {
  /** The part of the picture that is seen. */
  visible: Box;
  /** Height of the letters of a label, in pixels of the picture. */
  textSize?: number;
  /** Width of a text in letters of height 1. */
  measure(text: string): number;
  /** Where labels were in the frame before, so that they stay on their side. */
  before?: readonly FaceMark[];
}

/** All in pixels of the picture. */
export interface FaceMark {
  id: number;
  /** Of the corners and of the strength. */
  color: string;
  isSure: boolean;
  /** Corners, as a path. */
  corners: string;
  lineWidth: number;
  label: Label | undefined;
}

export interface Label {
  /** Its ground, with round ends. */
  ground: Box;
  /** Which of the places around the face it has. */
  place: number;
  fontSize: number;
  number: Written | undefined;
  /** Squares that hold a shape; without an emotion that of not being sure. */
  shapes: readonly { emotion: Emotion | undefined; x: number; y: number; side: number }[];
  words: Written | undefined;
  /** As long as the strongest is probable. */
  strength: Box;
}

/** From its left end, on its base line. */
export interface Written {
  text: string;
  x: number;
  y: number;
  fontSize: number;
}

/** Behind labels, and around corners, so that they stand out from any picture. */
export const markGround = '#14161A';
export const groundOpacity = 0.8;
export const shadeOpacity = 0.55;
export const unsureDash = 1.7;

/** Share of the shorter side of what is seen. */
const textShare = 0.055;
/** Where there is no room for a label it is written smaller, and then with fewer words. */
const sizes = [1, 0.85, 0.7];
const quietSize = 0.75;
const numberSize = 0.75;

export const textSizeIn = ({ width, height }: Pick<Box, 'width' | 'height'>) => textShare * Math.min(width, height);

/** Marks for the faces, in their order. */
export function layOutMarks(faces: readonly MarkedFace[], options: MarkOptions): FaceMark[] {
  const { visible, before = [] } = options;
  const textSize = options.textSize ?? textSizeIn(visible);
  const taken: Box[] = [];
  const labels = new Map<number, Label>();
  // Whoever is shown in full chooses first.
  const inTurn = faces.toSorted((a, b) => Number(a.quiet ?? false) - Number(b.quiet ?? false));
  for (const face of inTurn) {
    const label = placed(face, {
      ...options,
      textSize: (face.quiet ? quietSize : 1) * textSize,
      taken,
      others: faces.filter((other) => other !== face).map(({ box }) => box),
      numbered: faces.length > 1,
      place: before.find(({ id }) => id === face.id)?.label?.place,
    });
    if (!label) continue;
    labels.set(face.id, label);
    taken.push(label.ground);
  }
  return faces.map((face) => {
    const [first] = face.named;
    return {
      id: face.id,
      color: first ? emotionColors[first] : '#FFFFFF',
      isSure: first !== undefined,
      corners: cornersOf(face.box),
      lineWidth: textSize * (face.quiet ? 0.09 : 0.12),
      label: labels.get(face.id),
    };
  });
}

interface PlacingOptions extends MarkOptions {
  textSize: number;
  /** Labels that are there already. */
  taken: readonly Box[];
  /** Boxes of the other faces. */
  others: readonly Box[];
  numbered: boolean;
  /** The place that it had before. */
  place: number | undefined;
}

/** The label at its best place; undefined where even a number has no room. */
function placed(face: MarkedFace, options: PlacingOptions): Label | undefined {
  const { visible, taken, others, textSize, place } = options;
  for (const words of [face.words, face.fewWords, ''])
    for (const size of sizes) {
      const label = lettered(face, words, size * textSize, options);
      const { width, height } = label.ground;
      if (width > visible.width) continue;
      const gap = 0.35 * label.fontSize;
      const grounds = placesAround(face.box, { width, height }, gap).map((at) =>
        within({ ...at, width, height }, visible),
      );
      const cost = (ground: Box, i: number) =>
        i +
        6 * shareOf(ground, face.box) +
        8 * Math.max(0, ...others.map((o) => shareOf(ground, o))) -
        (i === place ? 2 : 0);
      const [best] = grounds
        .map((ground, i) => ({ ground, i, cost: cost(ground, i) }))
        .filter(({ ground }) => !taken.some((other) => shareOf(ground, other) > 0))
        .sort((a, b) => a.cost - b.cost);
      if (best) return moved(label, best.ground, best.i);
    }
  return undefined;
}

/** Above, below, inside, beside; a place that is no longer in the picture is moved into it. */
function placesAround({ x, y, width: w, height: h }: Box, size: { width: number; height: number }, gap: number) {
  const { width, height } = size;
  const middle = x + w / 2 - width / 2;
  const end = x + w - width;
  return [
    { x, y: y - gap - height },
    { x: middle, y: y - gap - height },
    { x: end, y: y - gap - height },
    { x, y: y + h + gap },
    { x: middle, y: y + h + gap },
    { x: end, y: y + h + gap },
    { x: middle, y: y + h - height },
    { x: middle, y },
    { x: x + w + gap, y: y + h / 2 - height / 2 },
    { x: x - gap - width, y: y + h / 2 - height / 2 },
    { x: middle, y: y - 2 * gap - 2 * height },
    { x: middle, y: y + h + 2 * gap + height },
    { x: middle, y: y + h / 2 - height / 2 },
  ];
}

const clamped = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
const within = (ground: Box, visible: Box): Box => ({
  ...ground,
  x: clamped(ground.x, visible.x, visible.x + visible.width - ground.width),
  y: clamped(ground.y, visible.y, visible.y + visible.height - ground.height),
});

/** Share of `a` that lies in `b`. */
function shareOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? (width * height) / (a.width * a.height) : 0;
}

/** A label at the origin. */
function lettered(face: MarkedFace, text: string, fontSize: number, options: PlacingOptions): Label {
  const { measure, numbered } = options;
  const [first] = face.named;
  const height = 1.6 * fontSize;
  const baseline = 1.12 * fontSize;
  const side = 0.78 * fontSize;
  let x = 0.55 * fontSize;
  const number = numbered
    ? { text: String(face.id), x, y: baseline - 0.06 * fontSize, fontSize: numberSize * fontSize }
    : undefined;
  if (number) x += measure(number.text) * number.fontSize + 0.35 * fontSize;
  const shapes = (first ? face.named : [undefined]).map((emotion, i) => ({
    emotion,
    x: x + i * (side + 0.2 * fontSize),
    y: height / 2 - side / 2 - 0.04 * fontSize,
    side,
  }));
  x += shapes.length * side + (shapes.length - 1) * 0.2 * fontSize;
  const words = text === '' ? undefined : { text, x: x + 0.35 * fontSize, y: baseline, fontSize };
  if (words) x = words.x + measure(text) * fontSize;
  const width = x + 0.6 * fontSize;
  const margin = 0.4 * fontSize;
  return {
    ground: { x: 0, y: 0, width, height },
    place: 0,
    fontSize,
    number,
    shapes,
    words,
    strength: {
      x: margin,
      y: height - 0.2 * fontSize,
      width: first ? face.strength * (width - 2 * margin) : 0,
      height: 0.12 * fontSize,
    },
  };
}

function moved(label: Label, ground: Box, place: number): Label {
  const by = <T extends { x: number; y: number }>(part: T): T => ({
    ...part,
    x: part.x + ground.x,
    y: part.y + ground.y,
  });
  return {
    ...label,
    ground,
    place,
    number: label.number && by(label.number),
    shapes: label.shapes.map(by),
    words: label.words && by(label.words),
    strength: by(label.strength),
  };
}

function cornersOf({ x, y, width, height }: Box): string {
  const arm = Math.min(width, height) / 5;
  const r = arm / 3;
  const right = x + width;
  const bottom = y + height;
  return [
    `M${x} ${y + arm}V${y + r}Q${x} ${y} ${x + r} ${y}H${x + arm}`,
    `M${right - arm} ${y}H${right - r}Q${right} ${y} ${right} ${y + r}V${y + arm}`,
    `M${right} ${bottom - arm}V${bottom - r}Q${right} ${bottom} ${right - r} ${bottom}H${right - arm}`,
    `M${x + arm} ${bottom}H${x + r}Q${x} ${bottom} ${x} ${bottom - r}V${bottom - arm}`,
  ].join('');
}
