/** Starts and stops a recording of numbers, and hands it over. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { download, stamped } from '../shell/download';
import { words } from '../words';
import { toCsv, toJson } from './recording';
import type { Live } from './session';

export function Recorder({ live }: { live: Live }) {
  const { value: recording } = live.recording;
  const text = words.value.live;
  const seconds = useSignal(0);
  useEffect(() => {
    if (!recording?.running) return;
    seconds.value = 0;
    const timer = setInterval(() => {
      seconds.value = Math.floor((performance.now() - recording.since) / 1000);
    }, 500);
    return () => clearInterval(timer);
  }, [recording, seconds]);
  const save = (kind: 'csv' | 'json') => {
    if (!recording) return;
    const content = kind === 'csv' ? toCsv(recording.rows) : toJson(recording.rows);
    const type = kind === 'csv' ? 'text/csv' : 'application/json';
    download(`${stamped(new Date())}.${kind}`, new Blob([content], { type }));
  };
  return (
    <div class="recorder">
      <button type="button" class={`secondary ${recording?.running ? 'recording' : ''}`} onClick={live.record}>
        {recording?.running ? text.stopRecording(seconds.value) : text.record}
      </button>
      {recording && !recording.running && (
        <p>
          {text.recorded(recording.rows.length)}{' '}
          <button type="button" class="link" onClick={() => save('csv')}>
            CSV
          </button>{' '}
          <button type="button" class="link" onClick={() => save('json')}>
            JSON
          </button>
        </p>
      )}
    </div>
  );
}
