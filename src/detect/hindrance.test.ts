import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { realFace, samplePhoto } from '../../tools/camera';
import { readPhoto } from '../media/node';
import { conditionsOf } from './hindrance';
import { loadFaceFinders } from './loadFaceFinders';

const { photo: finder, close } = await loadFaceFinders('auto');
afterAll(close);

/** What hinders reading the surest face of a photo. */
async function hindrance(photo: Buffer) {
  const frame = await readPhoto(photo);
  const [face] = await finder.detect(frame);
  if (!face) throw new Error('no face was found');
  return conditionsOf(frame, face).hindrance;
}
const smiling = sharp(await realFace('smiling')).resize(640, 480, { fit: 'contain', background: '#777' });
const picture = await smiling.png().toBuffer();

describe('what hinders reading', () => {
  it.each([
    ['nothing', (face: Sharp) => face, undefined],
    ['the dark', (face: Sharp) => face.linear(0.15, 0), 'dark'],
    ['glare', (face: Sharp) => face.linear(0.15, 225), 'bright'],
    ['a lens out of focus', (face: Sharp) => face.blur(8), 'blurred'],
  ])('%s', async (_, change, expected) => {
    expect(await hindrance(await change(sharp(picture)).png().toBuffer())).toBe(expected);
  });

  it('distance: eyes eight pixels apart, where nine are needed', async () => {
    const frame = await readPhoto(picture);
    const eyes = (apart: number) => ({
      box: { x: 300, y: 200, width: 2.4 * apart, height: 2.4 * apart },
      landmarks: {
        rightEye: { x: 310, y: 210 },
        leftEye: { x: 310 + apart, y: 210 },
        noseTip: { x: 310 + apart / 2, y: 210 + apart / 2 },
      },
      score: 0.9,
    });
    expect(conditionsOf(frame, eyes(8)).hindrance).toBe('far');
    expect(conditionsOf(frame, eyes(10)).hindrance).not.toBe('far');
  });

  it('is nothing for most faces of photos that people take, and turning away for profiles', async () => {
    const found: (string | undefined)[] = [];
    for (let n = 1; n <= 6; n++) {
      const frame = await readPhoto(samplePhoto(n));
      for (const face of await finder.detect(frame)) found.push(conditionsOf(frame, face).hindrance);
    }
    // By eye: a woman in sample2 is in profile, a man in sample5 looks far aside.
    expect(found.filter((h) => h === 'turned')).toHaveLength(2);
    expect(found.filter((h) => h !== undefined && h !== 'turned')).toEqual([]);
    expect(found.length).toBeGreaterThan(15);
  });
});
