/** A video in which one can go to any place, also where a part of it is damaged. */

export interface OpenedVideo {
  /** What shows the place; another one after the video was opened anew. */
  element(): HTMLVideoElement;
  /** Goes to a place, in seconds, and waits for its picture. Throws where there is none, or it is damaged. */
  goTo(time: number): Promise<void>;
  /** The picture at a place, to be closed; its own time is in it, in µs. Throws as `goTo` does. */
  picture(time: number): Promise<VideoFrame>;
  close(): void;
}

/** Milliseconds by which a browser may show a place later than it says that it is there; 20 were measured. */
const lateness = 200;
/** Seconds: two frames of a video lie further apart. */
const aFrame = 1 / 120;

/** Throws when it has no picture. */
export async function openVideo(url: string): Promise<OpenedVideo> {
  let video = await load(url);
  async function goTo(time: number) {
    if (time === video.currentTime && !video.error) return;
    try {
      await seek(video, time);
    } catch {
      // A browser decodes ahead, and gives the video up where it comes upon what is damaged: places before that are there.
      close(video);
      video = await load(url);
      // Only once it was at its end can a recording without a duration go anywhere.
      if (!Number.isFinite(video.duration)) await seek(video, Number.MAX_SAFE_INTEGER);
      await seek(video, time);
    }
  }
  return {
    element: () => video,
    goTo,
    async picture(time) {
      const before = shownAt(video);
      await goTo(time);
      const isLate = () => {
        const now = shownAt(video);
        return now === undefined || (now === before && Math.abs(time - now) > aFrame);
      };
      for (const since = performance.now(); isLate() && performance.now() - since < lateness; )
        await new Promise((resolve) => setTimeout(resolve));
      return new VideoFrame(video);
    },
    close: () => close(video),
  };
}

/** Seconds of the frame that is shown; undefined while there is none. */
function shownAt(video: HTMLVideoElement): number | undefined {
  try {
    const frame = new VideoFrame(video);
    const { timestamp } = frame;
    frame.close();
    return timestamp / 1e6;
  } catch {
    return undefined;
  }
}

async function load(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = url;
  await once(video, 'loadeddata');
  return video;
}

function close(video: HTMLVideoElement) {
  video.removeAttribute('src');
  video.load();
}

/** Throws where it comes upon what is damaged. */
export async function seek(video: HTMLVideoElement, time: number) {
  const arrived = once(video, 'seeked');
  video.currentTime = time;
  await arrived;
}

const once = (video: HTMLVideoElement, event: 'loadeddata' | 'seeked') =>
  new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(video.error?.message));
    // It may have come upon what is damaged while nobody listened: it is not told again.
    if (video.error) return fail();
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', fail, { once: true });
  });
