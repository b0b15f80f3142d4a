/** `feeling explain` on photos, faces that were cut out, and networks of other makers. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { realFace } from '../../../tools/camera';
import { feelingIn } from '../../../tools/commandLine';
import { otherNetwork } from '../../../tools/otherNetworks';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const explain = (...args: string[]) => feelingIn({ cwd: folder })('explain', ...args);
await writeFile(
  join(folder, 'photo.png'),
  await sharp(await realFace('calm'))
    .png()
    .toBuffer(),
);

interface Map2d {
  width: number;
  height: number;
  map: number[];
}
const sumOf = ({ map }: Map2d) => map.reduce((sum, value) => sum + Math.abs(value), 0);

it('finds the face of a photo and tells where an emotion is read, by both ways', () => {
  const { status, stdout, stderr } = explain('photo.png', '--emotion', 'neutral', '--out', 'why.svg', '--json');
  expect(stderr).toBe('where neutral is read is in why.svg\n');
  expect(status).toBe(0);
  const { emotion, emotions, occlusion, gradCam } = JSON.parse(stdout);
  expect(emotion).toBe('neutral');
  expect(Object.values<number>(emotions).reduce((a, b) => a + b)).toBeCloseTo(1, 4);
  expect([occlusion.width, occlusion.height, gradCam.width, gradCam.height]).toEqual([48, 48, 6, 6]);
  expect(sumOf(occlusion)).toBeGreaterThan(1);
  expect(Math.min(...gradCam.map)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...gradCam.map)).toBe(1);
});

it('says what it needs, and never writes over the photo', () => {
  expect(explain()).toMatchObject({ status: 2, stderr: 'feeling: explain needs a photo, or --data and --row\n' });
  expect(explain('photo.png', '--out', 'photo.png')).toMatchObject({ status: 2 });
  expect(explain('photo.png', '--out', 'why.jpg').stderr).toBe(
    'feeling: --out must end in .png or .svg (got "why.jpg")\n',
  );
});

it("has occlusion alone of another maker's network", async () => {
  const weights = Array.from({ length: 7 }, (_, i) => [i === 3 ? 0.05 : 0]);
  const { file } = otherNetwork({ input: ['batch', 1, 48, 48], weights });
  await writeFile(join(folder, 'other.onnx'), file);
  await sharp({ create: { width: 48, height: 48, channels: 3, background: '#303030' } })
    .png()
    .toFile(join(folder, 'grey.png'));
  expect(explain('grey.png').stderr).toBe(
    'feeling: grey.png: no face was found; if the picture is a face cut out already, say so with --cropped\n',
  );
  const labels = 'angry,disgust,fear,happy,sad,surprise,neutral';
  const described = ['--model', 'other.onnx', '--labels', labels, '--range', '0..255'];
  const { status, stdout, stderr } = explain('grey.png', '--cropped', ...described, '--json');
  expect(stderr).toMatch(/^without Grad-CAM, which needs a network of feeling's own .*\nwhere happy is read .*\n$/);
  expect(status).toBe(0);
  const { gradCam, occlusion } = JSON.parse(stdout);
  expect(gradCam).toBeUndefined();
  // Covering a plain picture with its own grey changes nothing.
  expect(sumOf(occlusion)).toBeCloseTo(0, 3);
});
