/** How long a video is, also one that does not say so: recordings of browsers (MediaRecorder) have no duration. */
import type { OpenedVideo } from './openedVideo';

/**
 * Seconds of a video whose first frame is there. Where the file does not tell, the browser goes to its end, and back; then it
 * can also go to any place.
 *
 * place: where it is to be afterwards, in seconds; its beginning, unless somebody went elsewhere meanwhile
 */
export async function findDuration(
  { element, goTo }: Pick<OpenedVideo, 'element' | 'goTo'>,
  place = () => 0,
): Promise<number> {
  if (Number.isFinite(element().duration)) return element().duration;
  await goTo(Number.MAX_SAFE_INTEGER);
  // Some browsers know the duration now, others where the end was.
  const duration = Number.isFinite(element().duration) ? element().duration : element().currentTime;
  await goTo(place());
  return duration;
}
