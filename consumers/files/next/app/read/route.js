import { createDetector } from 'feeling';

export const dynamic = 'force-dynamic';

export async function GET() {
  const detector = await createDetector();
  const [face] = await detector.detect('public/face.png');
  await detector.close();
  return new Response(`READ ${face.named.join(' and ')}`);
}
