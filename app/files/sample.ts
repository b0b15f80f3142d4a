/** A drawn face, for those without a camera or a photo at hand. */
import { words } from '../words';
import type { Files } from './files';

const [width, height] = [960, 720];

export async function openSample(files: Files) {
  const drawing = new Image(width, height);
  drawing.src = new URL('sample.svg', document.baseURI).href;
  await drawing.decode();
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(drawing, 0, 0, width, height);
  files.add([new File([await canvas.convertToBlob()], `${words.peek().files.sampleName}.png`, { type: 'image/png' })]);
}
