/** Starts and stops recordings of numbers, and hands them over. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { download, stamped } from '../shell/download';
import { Icon } from '../shell/Icon';
import { words } from '../words';
import { isUnsaved, type Recording, toCsv, toJson } from './recording';
import type { Live } from './session';

export function Recorder({ live }: { live: Live }) {
  const { value: recordings } = live.recordings;
  const running = recordings.find((recording) => recording.running);
  const text = words.value.live;
  const seconds = useSignal(0);
  useEffect(() => {
    if (!running) return;
    const look = () => {
      seconds.value = Math.floor((performance.now() - running.since) / 1000);
    };
    look();
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [running, seconds]);
  return (
    <div class="recorder">
      <button type="button" class={`secondary ${running ? 'recording' : ''}`} onClick={live.record}>
        {running ? text.stopRecording(seconds.value) : text.record}
      </button>
      {recordings
        .filter((recording) => recording !== running)
        .map((recording) => (
          <Recorded key={recording.since} recording={recording} live={live} />
        ))}
    </div>
  );
}

/** One that is over. It stays until it is saved and another begins, or it is discarded. */
function Recorded({ recording, live }: { recording: Recording; live: Live }) {
  const { rows, begun } = recording;
  /** Whether it is to be discarded: what nobody has as a file is not lost by one tap beside another. */
  const isAsked = useSignal(false);
  const text = words.value.live;
  const time = begun.toTimeString().slice(0, 8);
  const save = (kind: 'csv' | 'json') => {
    const content = kind === 'csv' ? toCsv(rows) : toJson(rows);
    const type = kind === 'csv' ? 'text/csv' : 'application/json';
    download(`${stamped(begun)}.${kind}`, new Blob([content], { type }));
    live.changeRecording(recording, { ...recording, saved: true });
  };
  return (
    <p>
      {text.recorded(time, rows.length)}{' '}
      <button type="button" class="link" onClick={() => save('csv')}>
        CSV
      </button>{' '}
      <button type="button" class="link" onClick={() => save('json')}>
        JSON
      </button>{' '}
      <button
        type="button"
        class="link"
        aria-label={text.discardRecording(time)}
        onClick={({ detail }) => {
          if (!isUnsaved(recording) || (isAsked.value && detail < 2)) live.changeRecording(recording, undefined);
          else isAsked.value = true;
        }}
      >
        {isAsked.value ? text.discardRecording(time) : <Icon name="close" />}
      </button>
    </p>
  );
}
