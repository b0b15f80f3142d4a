import { createDetector, type Detector } from 'feeling';

const video = document.querySelector('video') as HTMLVideoElement;
const canvas = document.querySelector('canvas') as HTMLCanvasElement;
export async function read(file: File, stream: MediaStream): Promise<void> {
  const detector: Detector = await createDetector();
  for (const input of [
    canvas,
    video,
    new Image(),
    new OffscreenCanvas(1, 1),
    new ImageData(1, 1),
    file,
    'photo.jpg',
    new URL('a.jpg', location.href),
    await createImageBitmap(file),
  ])
    await detector.detect(input);
  for await (const { readings } of detector.watch(video)) console.log(readings);
  for await (const { readings } of detector.watch(stream)) console.log(readings);
  // @ts-expect-error there is no such option
  await createDetector({ treshold: 0.3 });
  // @ts-expect-error nothing that can be drawn
  await detector.detect(document.body);
  await detector.close();
}
