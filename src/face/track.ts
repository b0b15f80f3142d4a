/** Gives a face the same id from frame to frame, and steadies where it is. */
import { assign } from './assign';
import { type Box, type Face, type Landmarks, overlap, type Point } from './face';
import { createOneEuro, type OneEuroState } from './oneEuro';

/** Seconds a face may be missing and still be the same. */
const patience = 0.5;
/** Seconds between two frames over which a face that was in the one is still looked for in the other. */
const longestPause = 10;
/** Seconds that a look may be used again, at most. */
const freshness = 0.1;
/**
 * Every whole second is looked at, whenever the look before was: of two trackers that began at different times both look
 * at the same frames soon, and remember the same once their filters have settled.
 */
const beat = (time: number) => Math.floor(time);
/** How far a face may have moved on its way since the last look, as a share of its width, before another is needed. */
const drift = 0.1;
/** A find less sure than this is not used again. */
const sureScore = 0.8;
/** A face may be so far from where it is expected, in widths, and grow or shrink by so much. */
const reach = 1;
const growth = 1.7;
/** What it costs to be a new face rather than a known one; a perfect fit costs 0, one at the edge of reach about 1. */
const costOfNew = 0.9;
/** Share of a new speed in the mean. */
const speedShare = 0.4;
/** In shares of the face's width: at rest a landmark trembles by about 0.01 of it. */
const steady = createOneEuro({ minCutoff: 2.5, beta: 8 });

export interface TrackedFace extends Face {
  id: number;
}

export interface Tracker {
  /** The faces with their ids, landmarks steadied; `time` in seconds, not falling. */
  follow(faces: readonly Face[], time: number): TrackedFace[];
  /**
   * The faces of the last look, moved on as they moved, where a new look would find much the same: all were surely found
   * twice, none came or left, none moves fast for its size, it is at most 100 ms ago, and no whole second is between. Otherwise
   * undefined: look.
   */
  expected(time: number): TrackedFace[] | undefined;
  /** Ids that may still come back. */
  readonly ids: ReadonlySet<number>;
  /** All that it remembers now; what it sees later does not change it. */
  state(): TrackerState;
}

/** What a tracker remembers, as plain data. */
export interface TrackerState {
  tracks: Track[];
  nextId: number;
  /** What the last look gave, and whether another would give much the same. */
  last: { faces: TrackedFace[]; time: number; sure: boolean };
}

/** Never changed, only replaced: a state may hold it. */
interface Track {
  readonly id: number;
  /** As last found. */
  readonly face: Face;
  /** Centre and width. */
  readonly place: Place;
  /** Change of each a second. */
  readonly speed: Place;
  readonly seen: number;
  /** Filters box and landmarks. */
  readonly steady: OneEuroState | undefined;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const atFirst: TrackerState = { tracks: [], nextId: 1, last: { faces: [], time: 0, sure: false } };

/**
 * Faces take the ids of those expected nearest, by overlap, distance and size, so that the whole fits best.
 *
 * from what another tracker remembered, to go on where it was
 */
export function createTracker(from: TrackerState = atFirst): Tracker {
  let { tracks, nextId, last } = structuredClone(from);

  const begun = (face: Face, time: number): Track => ({
    id: nextId++,
    face,
    place: placeOf(face.box),
    speed: { x: 0, y: 0, width: 0 },
    seen: time,
    steady: undefined,
  });

  return {
    expected(time) {
      const age = time - last.time;
      if (!last.sure || age < 0 || age > freshness || beat(time) !== beat(last.time)) return undefined;
      const known = new Map(tracks.map((track) => [track.id, track]));
      const moved: TrackedFace[] = [];
      for (const face of last.faces) {
        const track = known.get(face.id);
        if (!track) return undefined;
        const { x, y, width } = track.speed;
        if ((Math.hypot(x, y) + Math.abs(width)) * age > drift * track.place.width) return undefined;
        moved.push(shifted(face, x * age, y * age));
      }
      return moved;
    },
    follow(faces, time) {
      // Where no frame came, as in a video that is sampled seldom, nobody has been missing.
      tracks = tracks.filter(({ seen }) => time - seen <= (seen === last.time ? longestPause : patience));
      const costs = faces.map((face) => tracks.map((track) => costOf(face.box, track, time)));
      const columns = assign(costs, costOfNew);
      let sure = faces.length > 0 && faces.length === last.faces.length;
      const now = new Map(tracks.map((track) => [track.id, track]));
      const followed = faces.map((face, i) => {
        const known = tracks[columns[i] as number];
        sure &&= known !== undefined && known.seen === last.time && face.score >= sureScore;
        const track = steadied(known ? moved(known, face, time) : begun(face, time), time);
        now.set(track.id, track);
        return faceOf(track);
      });
      tracks = [...now.values()];
      last = { faces: followed, time, sure };
      return followed;
    },
    get ids() {
      return new Set(tracks.map(({ id }) => id));
    },
    state: () => ({ tracks, nextId, last }),
  };
}

const placeOf = ({ x, y, width, height }: Box): Place => ({ x: x + width / 2, y: y + height / 2, width });

/** Where the track is expected. */
function expectedAt({ place, speed, seen }: Track, time: number): Place {
  const seconds = Math.min(patience, time - seen);
  return {
    x: place.x + speed.x * seconds,
    y: place.y + speed.y * seconds,
    width: Math.max(0.5 * place.width, place.width + speed.width * seconds),
  };
}

/** How badly a box fits a track, from 0; Infinity where it cannot be the same face. */
function costOf(box: Box, track: Track, time: number): number {
  const found = placeOf(box);
  const there = expectedAt(track, time);
  const size = Math.max(found.width, there.width);
  const distance = Math.hypot(found.x - there.x, found.y - there.y) / size;
  const ratio = size / Math.min(found.width, there.width);
  if (distance > reach || ratio > growth) return Number.POSITIVE_INFINITY;
  const { width, height } = track.face.box;
  const scale = there.width / width;
  const expectedBox = {
    x: there.x - there.width / 2,
    y: there.y - (height * scale) / 2,
    width: there.width,
    height: height * scale,
  };
  return 0.4 * (1 - overlap(box, expectedBox)) + 0.4 * distance + 0.4 * Math.log2(ratio);
}

/** The track with the face where it is found now. */
function moved(track: Track, face: Face, time: number): Track {
  const seconds = time - track.seen;
  const place = placeOf(face.box);
  const faster = (key: keyof Place) =>
    track.speed[key] + speedShare * ((place[key] - track.place[key]) / seconds - track.speed[key]);
  const speed = seconds > 0 ? { x: faster('x'), y: faster('y'), width: faster('width') } : track.speed;
  return { ...track, face, place, speed, seen: time };
}

/** The track with the box and landmarks of its face filtered. */
function steadied(track: Track, time: number): Track {
  const { x, y, width, height } = track.face.box;
  const points = Object.values(track.face.landmarks).flatMap((p) => [p.x, p.y]);
  // Speeds count in widths of the face as it is now, so that near and far ones are alike steady.
  return { ...track, steady: steady(track.steady, [x, y, width, height, ...points], time, width) };
}

/** The face of a track, as its filter has it. */
function faceOf({ id, face, steady: filter }: Track): TrackedFace {
  const { x, y, width, height } = face.box;
  const [left = x, top = y, wide = width, high = height, ...rest] = filter?.values ?? [];
  const landmarks = Object.fromEntries(
    Object.keys(face.landmarks).map((name, k): [string, Point] => [
      name,
      { x: rest[2 * k] as number, y: rest[2 * k + 1] as number },
    ]),
  ) as Landmarks;
  return { ...face, id, box: { x: left, y: top, width: wide, height: high }, landmarks };
}

function shifted(face: TrackedFace, dx: number, dy: number): TrackedFace {
  const { x, y, width, height } = face.box;
  return {
    ...face,
    box: { x: x + dx, y: y + dy, width, height },
    landmarks: Object.fromEntries(
      Object.entries(face.landmarks).map(([name, p]) => [name, { x: p.x + dx, y: p.y + dy }]),
    ) as Landmarks,
  };
}
