import { createDetector } from 'feeling';

await using detector = await createDetector();
await detector.detect('a.jpg');
