/** Where the person wants it, the camera looks by itself every few minutes, in plain sight, and keeps numbers only. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Look, wallClock } from '../../src/mood';
import { CameraVideo } from '../live/CameraVideo';
import type { Live } from '../live/session';
import { inView } from '../shell/inView';
import { words } from '../words';
import type { Journal } from './journal';
import { useLook } from './useLook';

/** From one look to the next, in ms. */
const every = 5 * 60_000;
/** Seconds that it waits for a face. */
const patience = 45;

/** inLive: the live view is open, which has the camera on already. */
export function PassiveLook({ journal, live, inLive }: { journal: Journal; live: Live; inLive: boolean }) {
  const looking = useSignal(false);
  const isInLive = useRef(inLive);
  isInLive.current = inLive;
  useEffect(() => {
    if (journal.state.peek() === 'loading') journal.load();
    const timer = setInterval(() => {
      const mayLook = inView.peek() && !live.paused.peek() && journal.state.peek() === 'ready';
      // Elsewhere a camera that is on is that of a check-in.
      if (mayLook && live.cameraOn.peek() === isInLive.current) looking.value = true;
    }, every);
    return () => clearInterval(timer);
  }, [journal, live, looking]);
  if (!looking.value) return null;
  const done = async (seen: Look | undefined) => {
    looking.value = false;
    if (seen && journal.state.peek() === 'ready')
      await journal
        .put({ id: crypto.randomUUID(), time: wallClock(new Date()), tags: [], note: '', seen })
        .catch(() => {
          // No room left: the next check-in says so.
        });
  };
  return inLive ? <Gather live={live} done={done} /> : <PassiveCard live={live} done={done} />;
}

interface LookingProps {
  live: Live;
  done(seen: Look | undefined): void;
}

function Gather({ live, done }: LookingProps) {
  useLook(live, { use: undefined, patience, endsWithCamera: true, done });
  return null;
}

function PassiveCard({ live, done }: LookingProps) {
  const left = useLook(live, { use: 'passive look', patience, endsWithCamera: true, done });
  const text = words.value.journal;
  return (
    <section class="card passive-look" aria-label={text.looking}>
      <div class="picture look-picture">
        <CameraVideo live={live} />
      </div>
      <p role="status">{text.passiveLooking}</p>
      <p class="limits" aria-hidden="true">
        {text.secondsLeft(left.value)}
      </p>
      <button type="button" class="secondary" onClick={() => done(undefined)}>
        {text.noLook}
      </button>
    </section>
  );
}
