import { useCallback, useRef } from 'preact/hooks';
import type { Live } from './session';

/** The `ref` of a `<video>` that shows the camera while it is there; what showed it before does so again afterwards. */
export function useCameraVideo(live: Live): (element: HTMLVideoElement | null) => void {
  const release = useRef<() => void>(undefined);
  return useCallback(
    (element: HTMLVideoElement | null) => {
      release.current?.();
      release.current = element ? live.attach(element) : undefined;
    },
    [live],
  );
}
