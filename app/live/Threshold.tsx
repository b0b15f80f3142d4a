/** From which share of the probability an emotion is named. */
import { settings } from '../settings/settings';
import { Slider } from '../shell/Slider';
import { words } from '../words';

export function Threshold() {
  const { threshold } = settings;
  const { live } = words.value;
  return (
    <Slider
      id="threshold"
      label={live.threshold}
      value={threshold}
      shown={words.value.number(threshold.value, 2)}
      min={0.1}
      max={0.9}
      step={0.05}
      text={live.thresholdText}
    />
  );
}
