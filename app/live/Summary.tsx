/** What was seen since the camera was last turned on, told when it is paused. */
import { words } from '../words';
import type { Live } from './session';
import { sharesOf } from './tally';

export function Summary({ live }: { live: Live }) {
  const { live: text, emotions, notSure } = words.value;
  const { seconds, shares } = sharesOf(live.tally.value);
  if (seconds < 1) return null;
  const parts = shares.map(
    ({ what, share }) => `${what === 'unsure' ? notSure : emotions[what]} ${Math.round(share * 100)} %`,
  );
  return <span data-summary>{text.summary(Math.round(seconds), parts.join(', '))}</span>;
}
