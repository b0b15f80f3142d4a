import { createDetector } from 'feeling';

const say = (text) => {
  document.title = text;
};
try {
  const detector = await createDetector();
  const [face] = await detector.detect(new URL('/face.png', location.href));
  await detector.close();
  say(`READ ${face.named.join(' and ')}`);
} catch (error) {
  say(`FAILED ${error.message}`);
}
