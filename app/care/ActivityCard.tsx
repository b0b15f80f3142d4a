/** One thing to do: its steps, how long it has been going on, and for breathing a circle to follow. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Activity } from '../../src/mood';
import { words } from '../words';

/** Seconds of a breath in and of one out: six breaths a minute. */
const [breathIn, breathOut] = [4, 6];

export function ActivityCard({ activity, finish }: { activity: Activity; finish(): void }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => {
      seconds.value = Math.floor((performance.now() - start) / 1000);
    }, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  const text = words.value.care;
  const { title, steps } = text.activities[activity];
  const { value } = seconds;
  const isIn = value % (breathIn + breathOut) < breathIn;
  return (
    <section class="card activity" aria-label={title}>
      <h2>{title}</h2>
      {activity === 'breathing' && (
        <div class="breath" aria-hidden="true">
          <span class="breath-circle" />
          <span class="breath-word">{isIn ? text.breathIn : text.breathOut}</span>
        </div>
      )}
      <ol>
        {steps.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p class="limits" aria-hidden="true">
        {`${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`}
      </p>
      <button type="button" onClick={finish}>
        {text.finished}
      </button>
    </section>
  );
}
