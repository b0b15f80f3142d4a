/** Faces of any size: both ranges of BlazeFace, and for photos squares from the whole picture down to small tiles. */
import { type Square, wholeFrame } from '../media';
import type { AnyFrame } from '../runtime';
import { confirmed, type Look } from './blazeface';
import { type Face, type FaceFinder, overlapOfSmaller } from './face';
import { suppress } from './suppress';

/** Share of a tile by which it overlaps its neighbour: a face that this share holds is whole in one of them. */
const overlapOfTiles = 0.3;
/** Tiles are not smaller than this, in pixels: their faces would be too small to read. */
const smallestTile = 160;
/**
 * Nor than this share of the picture's longer side: what small tiles cost grows with the square of the pixels, so without this
 * a photo of 80 megapixels takes minutes. It changes nothing in photos up to 4000 pixels wide.
 */
const smallestShare = 1 / 25;
/** Where faces are only to be hidden, they count from 20 pixels on: the one for rooms sees those in tiles of this side. */
const smallestTileToHide = 96;
/** From one size of tiles to the next. */
const shrinking = 0.5;
/** A face that takes more of the shorter side makes a portrait. */
const portraitShare = 0.25;
/** Smaller faces, as a share of the frame's longer side, the network for near ones may miss. */
const nearShare = 0.12;
/** One face seen in several tiles: boxes that share so much of the smaller. */
const sameFace = 0.5;
/** How sure the near view must be of a face that the whole picture shows, and of one that only a tile shows. */
const sureInWhole = 0.7;
const sureInTile = 0.8;

/**
 * Finds faces in photos. The whole picture is looked at by both networks; then, as long as faces may be smaller than
 * that shows, overlapping tiles by the one for rooms. What a tile shows counts only if the network for near faces,
 * looking at it from nearer, is sure too. A portrait, which a face fills, has no tiles.
 */
export function createTiledFinder(near: Look, far: Look): FaceFinder<AnyFrame> {
  return {
    async detect(frame, signal) {
      const whole = wholeFrame(frame);
      const seen = [...(await near(frame, whole)), ...(await far(frame, whole))];
      const found = (await confirmed(seen, frame, near)).filter(({ score }) => score >= sureInWhole);
      const shorter = Math.min(frame.width, frame.height);
      if (found.some(({ box }) => box.width > portraitShare * shorter)) return suppress(found, sameFace, 'smaller');
      for (const tile of tilesOf(frame, Math.max(smallestTile, smallestShare * Math.max(frame.width, frame.height)))) {
        signal?.throwIfAborted();
        const unknown = (await far(frame, tile)).filter((face) => isInside(face, tile) && !isKnown(face, found));
        found.push(...(await sureFromNear(unknown, frame, near)));
      }
      return suppress(found, sameFace, 'smaller');
    },
  };
}

/**
 * Finds every face that there may be, for hiding them: rather a patch of wall too many than a person too few. Both networks
 * look at the whole picture and the one for rooms at every tile; nothing needs to be confirmed. With the scores of
 * `shortRangeToHide` and `fullRangeToHide` all 39 faces of 16 photos are found at 640 pixels, and 29 other patches.
 */
export function createThoroughFinder(near: Look, far: Look): FaceFinder<AnyFrame> {
  return {
    async detect(frame, signal) {
      const whole = wholeFrame(frame);
      const found = await near(frame, whole);
      for (const tile of [whole, ...tilesOf(frame, smallestTileToHide)]) {
        signal?.throwIfAborted();
        found.push(...(await far(frame, tile)));
      }
      return suppress(found, sameFace, 'smaller');
    },
  };
}

/**
 * Finds faces in the frames of a camera or video: with the network for near faces, and where that sees none, or only
 * small ones, with the one for rooms as well.
 */
export function createRangeFinder(near: Look, far: Look): FaceFinder<AnyFrame> {
  return {
    async detect(frame) {
      const whole = wholeFrame(frame);
      const found = await confirmed(await near(frame, whole), frame, near);
      if (found.length > 0 && found.every(({ box }) => box.width >= nearShare * whole.side)) return found;
      const further = (await far(frame, whole)).filter((face) => !isKnown(face, found));
      return suppress([...found, ...(await confirmed(further, frame, near))], sameFace, 'smaller');
    },
  };
}

/** Seconds from one look for faces far away to the next, and that such looks go on after one found somebody. */
const everySoOften = 1;
const untilForgotten = 2;
const untilRetry = 60;

/**
 * Finds faces in the frames of a camera that mostly has one face near it: with the network for near faces in every frame,
 * and with the one for rooms once a second, for who else is there. As long as that finds more it looks at every frame.
 * The first such look comes a second after the first frame.
 */
export function createWatchfulFinder(near: Look, far: Look): FaceFinder<AnyFrame> {
  let triedAt: number | undefined;
  let foundAt = Number.NEGATIVE_INFINITY;
  return {
    async detect(frame) {
      const whole = wholeFrame(frame);
      const found = await confirmed(await near(frame, whole), frame, near);
      triedAt ??= frame.time;
      const isDue = frame.time - triedAt >= everySoOften;
      if (!isDue && frame.time - foundAt > untilForgotten) return found;
      triedAt = frame.time;
      const seen = await far(frame, whole).catch((): Face[] => {
        // It could not be loaded, as without a network connection.
        triedAt = frame.time + untilRetry;
        return [];
      });
      const further = seen.filter((face) => !isKnown(face, found));
      const sure = await confirmed(further, frame, near);
      if (sure.length > 0) foundAt = frame.time;
      return suppress([...found, ...sure], sameFace, 'smaller');
    },
  };
}

/** Overlapping squares over the frame, from its shorter side down. */
function tilesOf({ width, height }: AnyFrame, smallest: number): Square[] {
  const tiles: Square[] = [];
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)];
  // Of a picture that is nearly square, the whole was looked at already.
  const largest = longer > 1.25 * shorter ? shorter : shorter * shrinking;
  for (let side = largest; side >= smallest; side *= shrinking)
    for (const centerY of centres(height, side))
      for (const centerX of centres(width, side)) tiles.push({ centerX, centerY, side, angle: 0 });
  return tiles;
}

/** Centres of tiles that cover a length, evenly spread. */
function centres(length: number, side: number): number[] {
  const count = Math.max(1, Math.ceil((length - side) / (side * (1 - overlapOfTiles))) + 1);
  if (count === 1) return [length / 2];
  return Array.from({ length: count }, (_, i) => side / 2 + (i * (length - side)) / (count - 1));
}

/** A face that touches its tile's edge is seen whole in the next tile, or at the next size. */
function isInside({ box }: Face, { centerX, centerY, side }: Square): boolean {
  const margin = 0.02 * side;
  return (
    box.x > centerX - side / 2 + margin &&
    box.y > centerY - side / 2 + margin &&
    box.x + box.width < centerX + side / 2 - margin &&
    box.y + box.height < centerY + side / 2 - margin
  );
}

const isKnown = ({ box }: Face, found: readonly Face[]) =>
  found.some((other) => overlapOfSmaller(other.box, box) > sameFace);

async function sureFromNear(faces: readonly Face[], frame: AnyFrame, near: Look): Promise<Face[]> {
  const doubtful = faces.map((face) => ({ ...face, score: Math.min(face.score, 0.5) }));
  return (await confirmed(doubtful, frame, near)).filter(({ score }) => score >= sureInTile);
}
