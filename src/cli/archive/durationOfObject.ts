/** How long a video in an object store is, from the parts of it that say so. */
import { part } from '../../media/node';
import { objectStore } from '../../queue/node';

/** Seconds; 0 where the video does not say, or is damaged: then it is read in one go. */
export async function durationOfObject(address: string, bytes: number): Promise<number> {
  const { ALL_FORMATS, CustomSource, Input } = await part(
    'mediabunny',
    'reading long recordings of an object store in segments',
    () => import('mediabunny'),
  );
  const store = await objectStore();
  const source = new CustomSource({
    getSize: () => bytes,
    read: (start, end) => store.readRange(address, start, end),
  });
  const input = new Input({ formats: ALL_FORMATS, source });
  try {
    const track = await input.getPrimaryVideoTrack();
    return (await track?.computeDuration()) ?? 0;
  } catch {
    return 0;
  } finally {
    input.dispose();
  }
}
