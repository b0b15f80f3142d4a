import { createDetector } from 'feeling';

const detector = await createDetector();
const [face] = await detector.detect('face.png');
await detector.close();
console.log(`READ ${face.named.join(' and ')}`);
