/** The camera looks because the person asked it to; the numbers of the face that it sees become part of an entry. */
import { useSignal } from '@preact/signals';
import type { Look } from '../../src/mood';
import { CameraVideo } from '../live/CameraVideo';
import { noticeFor } from '../live/notices';
import type { Live } from '../live/session';
import { words } from '../words';
import { useLook } from './useLook';

interface LookCardProps {
  live: Live;
  close(seen: Look | undefined): void;
}

export function LookCard({ live, close }: LookCardProps) {
  /** Who has paused the camera is asked first: a box that was ticked long ago does not undo that. */
  const mayLook = useSignal(!live.paused.peek());
  const text = words.value.journal;
  return (
    <section class="card look" aria-label={text.looking}>
      {mayLook.value ? (
        <Looking live={live} close={close} />
      ) : (
        <>
          <h2>{text.lookPaused}</h2>
          <p>{text.lookPausedText}</p>
          <button
            type="button"
            onClick={() => {
              mayLook.value = true;
            }}
          >
            {text.lookNow}
          </button>
        </>
      )}
      <button type="button" class="secondary" onClick={() => close(undefined)}>
        {text.noLook}
      </button>
    </section>
  );
}

function Looking({ live, close }: LookCardProps) {
  const left = useLook(live, { use: 'look', patience: Infinity, endsWithCamera: false, done: close });
  const text = words.value.journal;
  const notice = noticeFor(live.state.value, live.problem.value);
  return (
    <>
      <h2>{text.looking}</h2>
      <div class="picture look-picture">
        <CameraVideo live={live} />
      </div>
      <p role="status">{notice?.title ?? text.secondsLeft(left.value)}</p>
    </>
  );
}
