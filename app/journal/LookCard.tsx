/** The camera looks for a few seconds; the numbers of the face that it sees become part of an entry. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Look } from '../../src/mood';
import { noticeFor } from '../live/notices';
import type { Live } from '../live/session';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { words } from '../words';
import { averageOf, lookSeconds } from './look';

export function LookCard({ live, close }: { live: Live; close(seen: Look | undefined): void }) {
  const left = useSignal(lookSeconds);
  const gathered = useRef<LiveReading[]>([]);
  const closed = useRef(close);
  closed.current = close;
  const text = words.value.journal;
  useEffect(() => {
    live.paused.value = false;
    live.start();
    const unsubscribe = live.readings.subscribe(([first]) => {
      if (first) gathered.current.push(first);
    });
    // Only seconds in which a face is seen count.
    const timer = setInterval(() => {
      if (live.state.value === 'reading') left.value -= 1;
      if (left.value > 0) return;
      clearInterval(timer);
      closed.current(averageOf(gathered.current, lookSeconds, settings.threshold.peek()));
    }, 1000);
    return () => {
      clearInterval(timer);
      unsubscribe();
      live.stop();
    };
  }, [live, left]);
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
