/** The camera's picture: opened, shown in the page's video element, and taken from it frame by frame. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type CameraWish, closeCamera, openCamera } from './camera';

export interface CameraFeed {
  /** Undefined while the camera is off. */
  stream: ReadonlySignal<MediaStream | undefined>;
  /** When it last showed a frame, by the clock `now`. */
  shownAt(): number;
  /**
   * A video element of the page shows the camera, and is read from until another one comes. Returns what lets it go: then the
   * one that was there before is read from again.
   */
  attach(video: HTMLVideoElement): () => void;
  /**
   * Opens a camera in place of the one that is open, since a browser gives that again in the size that it has.
   *
   * Resolves to false where it was not kept: another was opened since, or `stillWanted` says no. Throws a CameraError.
   */
  open(wish: CameraWish, stillWanted: () => boolean): Promise<boolean>;
  close(): void;
}

export interface CameraFeedOptions {
  /** In ms. */
  now(): number;
  /** Whether a frame would be read now; others are not taken. */
  isReady(): boolean;
  /** A frame, to be closed by whom it is given to, and when it was shown, in ms by the page's clock. */
  onFrame(frame: VideoFrame, shown: number): void;
  onUnplugged(): void;
}

export function createCameraFeed({ now, isReady, onFrame, onUnplugged }: CameraFeedOptions): CameraFeed {
  const stream = signal<MediaStream | undefined>(undefined);
  /** The newest last. */
  let videos: readonly HTMLVideoElement[] = [];
  let video: HTMLVideoElement | undefined;
  let shownAt = 0;
  /** Counts changes of the video: of one that comes back, frames are not taken twice. */
  let taking = 0;
  /** Counts openings: of two that overlap only the later may show its camera. */
  let opening = 0;

  function keep(next: MediaStream | undefined) {
    if (stream.peek() !== next) closeCamera(stream.peek());
    stream.value = next;
  }

  /** In all of them: that of the page may be seen beside its small window. */
  function show() {
    const shown = stream.peek();
    if (!shown) return;
    for (const element of videos) {
      if (element.srcObject !== shown) element.srcObject = shown;
      element.play().catch(() => {
        // The browser starts it as soon as the page is visible.
      });
    }
  }

  function takeFrom(element: HTMLVideoElement) {
    const mine = ++taking;
    const onShown = (shown: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      if (mine !== taking || element !== video) return;
      element.requestVideoFrameCallback(onShown);
      shownAt = now();
      if (!stream.peek() || !isReady()) return;
      const frame = frameOn(element, mediaTime);
      if (frame) onFrame(frame, shown + clockAhead(element));
    };
    element.requestVideoFrameCallback?.(onShown);
  }

  function change(next: readonly HTMLVideoElement[]) {
    videos = next;
    if (videos.at(-1) === video) return;
    video = videos.at(-1);
    if (video) takeFrom(video);
    show();
  }

  return {
    stream,
    shownAt: () => shownAt,
    attach(element) {
      change([...videos, element]);
      return () => change(videos.filter((other) => other !== element));
    },
    async open(wish, stillWanted) {
      keep(undefined);
      const mine = ++opening;
      let opened: MediaStream;
      try {
        opened = await openCamera(wish);
      } catch (error) {
        if (mine !== opening) return false;
        throw error;
      }
      // No camera stays on for nothing.
      if (mine !== opening || !stillWanted()) {
        closeCamera(opened);
        return false;
      }
      shownAt = now();
      for (const track of opened.getVideoTracks())
        track.addEventListener('ended', () => {
          if (stream.peek()?.getTracks().includes(track)) onUnplugged();
        });
      keep(opened);
      show();
      return true;
    },
    close() {
      opening++;
      keep(undefined);
    },
  };
}

/** How far the page's clock is ahead of an element's: that of a small window begins when it is opened. */
function clockAhead({ ownerDocument: { defaultView } }: HTMLVideoElement): number {
  return defaultView ? defaultView.performance.timeOrigin - performance.timeOrigin : 0;
}

/** The picture that the element shows; undefined while it has none, as just after its camera was changed. */
function frameOn(element: HTMLVideoElement, mediaTime: number): VideoFrame | undefined {
  if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  try {
    return new VideoFrame(element, { timestamp: Math.round(mediaTime * 1e6) });
  } catch (error) {
    // Lost between the two lines: the next frame comes soon.
    if (error instanceof DOMException && error.name === 'InvalidStateError') return undefined;
    throw error;
  }
}
