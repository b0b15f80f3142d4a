// Reads photos and videos: node read.mjs photo.jpg clip.mp4
// Beside feeling this needs: npm install --ignore-scripts onnxruntime-node sharp node-av
import { createDetector } from 'feeling';

const detector = await createDetector();
for (const file of process.argv.slice(2)) {
  if (/\.(mp4|mov|webm|mkv)$/i.test(file)) {
    for await (const { time, readings } of detector.watch(file))
      console.log(
        file,
        time.toFixed(2),
        readings.map(({ id, named, unsure }) => `${id}: ${named.join(' and ') || `not sure (${unsure})`}`).join(', '),
      );
  } else {
    for (const { box, named, unsure, valence } of await detector.detect(file))
      console.log(
        file,
        `face at ${box.x.toFixed(0)}, ${box.y.toFixed(0)}:`,
        named.join(' and ') || `not sure (${unsure})`,
        valence.toFixed(2),
      );
  }
}
await detector.close();
