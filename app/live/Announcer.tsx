/** Tells a screen reader what is read, no more often than a person would. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { settings } from '../settings/settings';
import { inWords, words } from '../words';
import type { Live } from './session';
import { verdictOf } from './verdict';

/** Milliseconds between two sentences; what lasts shorter is not told. */
const pace = 5000;

export function Announcer({ live }: { live: Live }) {
  const sentence = useSignal('');
  useEffect(() => {
    const timer = setInterval(() => {
      const readings = live.readings.peek();
      const { youLook, faceLooks } = words.peek().live;
      const told = readings.map((reading) => {
        const look = inWords(verdictOf(reading, settings.threshold.peek()));
        return readings.length === 1 ? youLook(look) : faceLooks(reading.id, look);
      });
      if (told.length > 0) sentence.value = `${told.join('. ')}.`;
    }, pace);
    return () => clearInterval(timer);
  }, [live, sentence]);
  return (
    <p class="unseen" role="log" aria-live="polite" aria-atomic="true">
      {sentence.value}
    </p>
  );
}
