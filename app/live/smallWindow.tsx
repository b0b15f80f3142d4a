/** The picture with its readings in a small window that stays over others (Document Picture-in-Picture). */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { settings } from '../settings/settings';
import { hasSmallWindow } from '../shell/inView';
import { inWords, language, words } from '../words';
import { CameraVideo } from './CameraVideo';
import { FaceOverlay } from './FaceOverlay';
import { noticeFor } from './notices';
import type { Live } from './session';
import { verdictOf } from './verdict';

interface DocumentPictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}
const pictureInPicture = (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

export const canHaveSmallWindow = pictureInPicture !== undefined;

const size = { width: 360, height: 320 };

/**
 * Opens it; `closed` is called when it has gone. Returns how to close it, or undefined where the browser opens none.
 * The camera is read from its picture, since the page behind it may not be drawn.
 */
export async function openSmallWindow(live: Live, closed: () => void): Promise<(() => void) | undefined> {
  const small = await pictureInPicture?.requestWindow(size).catch(() => undefined);
  if (!small) return undefined;
  const { documentElement: root, head, body } = small.document;
  for (const sheet of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    const link = small.document.createElement('link');
    link.rel = 'stylesheet';
    link.href = sheet.href;
    head.append(link);
  }
  const follow = effect(() => {
    root.lang = language.value;
    root.dataset['theme'] = settings.theme.value;
  });
  small.document.title = 'feeling';
  hasSmallWindow.value = true;
  render(<SmallPicture live={live} />, body);
  small.addEventListener('pagehide', () => {
    render(null, body);
    follow();
    hasSmallWindow.value = false;
    closed();
  });
  return () => small.close();
}

function SmallPicture({ live }: { live: Live }) {
  const readings = live.readings.value;
  const [reading] = readings;
  // The page, which says what to do, may be out of sight.
  const notice = noticeFor(live.state.value, live.problem.value);
  const mirrored = settings.mirrored.value;
  return (
    <div class="small-window">
      <div class="picture">
        <CameraVideo live={live} />
        <FaceOverlay readings={readings} size={live.frameSize.value} mirrored={mirrored} />
      </div>
      <p>
        {readings.length > 1
          ? words.value.live.facesCount(readings.length)
          : reading
            ? inWords(verdictOf(reading, settings.threshold.value))
            : (notice?.title ?? words.value.live.noReading)}
      </p>
    </div>
  );
}
