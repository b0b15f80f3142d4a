/** The camera looks because the person asked it to; the numbers of the face that it sees become part of an entry. */
import { useEffect } from 'preact/hooks';
import type { Look } from '../../src/mood';
import { noticeFor } from '../live/notices';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { words } from '../words';
import { useLook } from './useLook';

export function LookCard({ live, close }: { live: Live; close(seen: Look | undefined): void }) {
  useEffect(() => {
    live.paused.value = false;
  }, [live]);
  const left = useLook(live, { opens: true, patience: Infinity, done: close });
  const text = words.value.journal;
  const notice = noticeFor(live.state.value, live.problem.value);
  return (
    <section class="card look" aria-label={text.looking}>
      <h2>{text.looking}</h2>
      <div class="picture look-picture">
        <video
          ref={live.attach}
          class={`camera ${settings.mirrored.value ? 'mirrored' : ''}`}
          muted
          playsInline
          aria-label={words.value.live.video}
        />
      </div>
      <p role="status">{notice?.title ?? text.secondsLeft(left.value)}</p>
      <button type="button" class="secondary" onClick={() => close(undefined)}>
        {text.noLook}
      </button>
    </section>
  );
}
