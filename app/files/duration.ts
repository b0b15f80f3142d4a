/** How long a video is, also one that does not say so: recordings of browsers (MediaRecorder) have no duration. */

/**
 * Seconds of a video whose first frame is there. Where the file does not tell, the browser goes to its end, and back to its
 * beginning; then it can also go to any place.
 */
export async function findDuration(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  await goTo(video, Number.MAX_SAFE_INTEGER);
  // Some browsers know the duration now, others where the end was.
  const duration = Number.isFinite(video.duration) ? video.duration : video.currentTime;
  await goTo(video, 0);
  return duration;
}

async function goTo(video: HTMLVideoElement, time: number) {
  const arrived = once(video, 'seeked');
  video.currentTime = time;
  await arrived;
}

export const once = (video: HTMLVideoElement, event: 'loadeddata' | 'seeked') =>
  new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(video.error?.message));
    // It loads ahead, and may have come upon what is damaged while nobody listened: it is not told again.
    if (video.error) return fail();
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', fail, { once: true });
  });
