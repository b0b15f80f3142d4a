/** Pages that commands write: they need no other package, are safe whatever they are called, and are not empty. */
import { spawnSync } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { drawnVideo } from '../../tools/drawnVideo';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const cli = join(packageRoot(), 'dist', 'cli.js');
const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
const page = (name: string) => readFile(join(folder, name), 'utf8');

/** What a folder could be called that somebody else made. */
const hostileName = '"><script>alert(1)<script><img src=x onerror=alert(2)>';

/** Where sharp is not installed. */
const withoutSharp = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  export async function resolve(name, context, next) {
    if (name !== 'sharp') return next(name, context);
    throw Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
  }\`));`;

describe('feeling train, where sharp is not installed', () => {
  beforeAll(async () => {
    await writeFile(join(folder, 'withoutSharp.mjs'), withoutSharp);
    await fakeFer(folder, 14);
    await writeFile(
      join(folder, 'recipe.json'),
      JSON.stringify({ model: 'lightface', batchSize: 14, epochs: 1, warmupEpochs: 0 }),
    );
  });

  it('writes its report with faces, and the other commands theirs', async () => {
    const hook = ['--import', pathToFileURL(join(folder, 'withoutSharp.mjs')).href, cli];
    const photo = node(...hook, 'analyze', join(packageRoot(), 'docs', 'live.png'));
    expect(photo.stderr).toContain('needs sharp, which is not installed: npm install sharp');

    const data = ['--data', 'fer2013.csv'];
    const trained = node(...hook, 'train', ...data, '--recipe', 'recipe.json', '--out', 'run');
    expect([trained.status, trained.stderr]).toEqual([0, expect.stringContaining('its report run/report.html')]);
    expect(node(...hook, 'data', 'fer2013.csv', '--report', 'data.html').status).toBe(0);
    const judged = ['evaluate', ...data, '--model', 'run/model.onnx', '--report', 'judged.html'];
    expect(node(...hook, ...judged).status).toBe(0);
    for (const name of ['run/report.html', 'data.html', 'judged.html']) {
      const [, face = ''] = (await page(name)).match(/src="data:image\/png;base64,([^"]*)"/) ?? [];
      expect(await sharp(Buffer.from(face, 'base64')).metadata()).toMatchObject({ width: 48, height: 48 });
    }
  });

  it('and a folder with a hostile name puts nothing into the pages that name it', async () => {
    await rename(join(folder, 'run'), join(folder, hostileName));
    const compared = node(cli, 'compare', hostileName, '--data', 'fer2013.csv', '--report', 'compared.html');
    expect([compared.status, compared.stderr]).toEqual([0, 'the report is compared.html\n']);
    const html = await page('compared.html');
    expect(html).toContain('&lt;script&gt;alert(1)');
    for (const name of ['compared.html', 'judged.html', 'data.html', join(hostileName, 'report.html')]) {
      const text = await page(name);
      expect(text).not.toMatch(/<script|<img src=x/);
      const [, policy = ''] = text.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/) ?? [];
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).not.toContain('script-src');
    }
  });
});

describe('the timeline of a sampled video', () => {
  it.each([5, 6])('is filled from its beginning to its end with --fps %i', async (fps) => {
    const size = { width: 160, height: 160 };
    const face = await sharp(await realFace('smiling'))
      .resize({ ...size, fit: 'cover' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const draw = (pixels: Uint8Array) => pixels.set(face);
    await writeFile(join(folder, 'smile.mp4'), await drawnVideo({ ...size, frames: 60, draw }));
    const { status } = node(cli, 'analyze', 'smile.mp4', '--fps', String(fps), '--report', 'smile.html');
    expect(status).toBe(0);
    const html = await page('smile.html');
    expect(html).toContain(`content="default-src 'none';`);
    const [svg = ''] = html.match(/<svg[^>]*aria-label="Emotions of face 1.*?<\/svg>/s) ?? [];
    expect(await filledShare(svg, { left: 44, right: 20, row: 110 })).toBeGreaterThan(0.9);
  });
});

/** Share of a row of pixels, between two margins, that has a colour. */
async function filledShare(svg: string, { left, right, row }: { left: number; right: number; row: number }) {
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  let filled = 0;
  const width = info.width - left - right;
  for (let x = left; x < info.width - right; x++) {
    const [r = 0, g = 0, b = 0, alpha = 0] = data.subarray((row * info.width + x) * 4);
    if (alpha > 128 && Math.max(r, g, b) - Math.min(r, g, b) > 20) filled++;
  }
  return filled / width;
}
