/** Gives a face the same id from frame to frame. */
import { type Face, overlap } from './face';

/** Seconds a face may be missing and still be the same. */
const patience = 0.5;
/** Overlap from which a face is taken to be the one seen before. */
const sameOverlap = 0.3;

export interface TrackedFace extends Face {
  id: number;
}

export interface Tracker {
  /** The faces with their ids; `time` in seconds, not falling. */
  follow(faces: readonly Face[], time: number): TrackedFace[];
  /** Ids that may still come back. */
  readonly ids: ReadonlySet<number>;
}

/** Each face takes the id of the track it overlaps most, the best pair first. */
export function createTracker(): Tracker {
  let tracks: { id: number; face: Face; seen: number }[] = [];
  let nextId = 1;
  return {
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
      return faces.map((face) => {
        let track = assigned.get(face);
        if (!track) {
          track = { id: nextId++, face, seen: time };
          tracks.push(track);
        }
        track.face = face;
        track.seen = time;
        return { ...face, id: track.id };
      });
    },
    get ids() {
      return new Set(tracks.map(({ id }) => id));
    },
  };
}
