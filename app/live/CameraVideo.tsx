/** What the camera shows. */
import type { RefObject } from 'preact';
import { useCallback, useRef } from 'preact/hooks';
import { settings } from '../settings/settings';
import { words } from '../words';
import type { Live } from './session';

export interface CameraVideoProps {
  live: Live;
  /** Holds the element, for whoever draws what it shows. */
  element?: RefObject<HTMLVideoElement | null>;
}

/** Frames are read from it while it is there; what showed the camera before is read from again afterwards. */
export function CameraVideo({ live, element }: CameraVideoProps) {
  const release = useRef<() => void>(undefined);
  const attach = useCallback(
    (video: HTMLVideoElement | null) => {
      if (element) element.current = video;
      release.current?.();
      release.current = video ? live.attach(video) : undefined;
    },
    [live, element],
  );
  return (
    <video
      ref={attach}
      class={`camera ${settings.mirrored.value ? 'mirrored' : ''}`}
      muted
      playsInline
      aria-label={words.value.live.video}
    />
  );
}
