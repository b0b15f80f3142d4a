/** From which share of the probability an emotion is named. */
import { settings } from '../settings/settings';
import { words } from '../words';

export function Threshold() {
  const { threshold } = settings;
  const { live } = words.value;
  return (
    <div class="threshold">
      <label for="threshold">
        {live.threshold} <output>{threshold.value.toFixed(2)}</output>
      </label>
      <input
        id="threshold"
        type="range"
        min="0.1"
        max="0.9"
        step="0.05"
        value={threshold.value}
        onInput={(event) => {
          threshold.value = Number(event.currentTarget.value);
        }}
      />
      <p>{live.thresholdText}</p>
    </div>
  );
}
