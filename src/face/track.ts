/** Gives a face the same id from frame to frame. */
import { type Box, type Face, overlap } from './face';

/** Seconds a face may be missing and still be the same. */
const patience = 0.5;
/** Overlap from which a face is taken to be the one seen before. */
const sameOverlap = 0.3;
/** Seconds that a find may be used again while nothing moves: three frames of a usual camera. */
const freshness = 0.07;
/** A face that moved by less than this share of its width a frame is still. A network sees shifts of 0.1 in training. */
const stillness = 0.03;
/** A find less sure than this is not used again. */
const sureScore = 0.8;

export interface TrackedFace extends Face {
  id: number;
}

export interface Tracker {
  /** The faces with their ids; `time` in seconds, not falling. */
  follow(faces: readonly Face[], time: number): TrackedFace[];
  /**
   * The faces of the last look once more, where it would find much the same now: all were surely found, none came, left
   * or moved, and it is not long ago. Otherwise undefined: look again.
   */
  still(time: number): TrackedFace[] | undefined;
  /** Ids that may still come back. */
  readonly ids: ReadonlySet<number>;
}

/** Each face takes the id of the track it overlaps most, the best pair first. */
export function createTracker(): Tracker {
  let tracks: { id: number; face: Face; seen: number }[] = [];
  let nextId = 1;
  /** What the last look gave, and whether another would give the same. */
  let last: { faces: TrackedFace[]; time: number; still: boolean } = { faces: [], time: 0, still: false };
  return {
    still: (time) => (last.still && time >= last.time && time - last.time <= freshness ? last.faces : undefined),
    follow(faces, time) {
      tracks = tracks.filter(({ seen }) => time - seen <= patience);
      const pairs = faces
        .flatMap((face) => tracks.map((track) => ({ face, track, shared: overlap(face.box, track.face.box) })))
        .filter(({ shared }) => shared >= sameOverlap)
        .sort((a, b) => b.shared - a.shared);
      const assigned = new Map<Face, (typeof tracks)[number]>();
      const taken = new Set<number>();
      for (const { face, track } of pairs) {
        if (assigned.has(face) || taken.has(track.id)) continue;
        assigned.set(face, track);
        taken.add(track.id);
      }
      let still = faces.length > 0 && faces.length === last.faces.length;
      const followed = faces.map((face) => {
        let track = assigned.get(face);
        still &&= track !== undefined && face.score >= sureScore && moved(track.face.box, face.box) < stillness;
        if (!track) {
          track = { id: nextId++, face, seen: time };
          tracks.push(track);
        }
        track.face = face;
        track.seen = time;
        return { ...face, id: track.id };
      });
      last = { faces: followed, time, still };
      return followed;
    },
    get ids() {
      return new Set(tracks.map(({ id }) => id));
    },
  };
}

/** How far the centre moved, as a share of the width. */
function moved(from: Box, to: Box): number {
  const dx = to.x + to.width / 2 - from.x - from.width / 2;
  const dy = to.y + to.height / 2 - from.y - from.height / 2;
  return Math.hypot(dx, dy) / to.width;
}
