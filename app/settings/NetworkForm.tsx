/** Asks what a network of another maker means, once for each file. */
import { useSignal } from '@preact/signals';
import type { NetworkDescription } from '../../src/model';
import type { Engine } from '../reading/engine';
import type { WhyRefused } from '../reading/messages';
import { words } from '../words';
import { settings } from './settings';

/** How pixels are published: what black and white become, or ImageNet's mean and deviation. */
const scales = {
  '0..255': { range: [0, 255] },
  '0..1': { range: [0, 1] },
  '-1..1': { range: [-1, 1] },
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
} as const satisfies Record<string, NetworkDescription['input']>;
const scaleNames = Object.keys(scales) as (keyof typeof scales)[];

/** In the language that is shown, where that is known. */
export const refusalInWords = ({ reason, fault }: WhyRefused) =>
  fault ? words.value.settings.otherNetwork.fault(fault) : reason;

export function NetworkForm({ engine }: { engine: Engine }) {
  const text = words.value.settings.otherNetwork;
  const labels = useSignal('');
  const scale = useSignal<keyof typeof scales>('0..255');
  const order = useSignal<'rgb' | 'bgr'>('rgb');
  const size = useSignal('');
  const asked = engine.undescribed.value;
  if (!asked) return null;
  const use = () => {
    const description: NetworkDescription = {
      labels: labels.value.split(',').map((label) => label.trim()),
      input: {
        ...scales[scale.value],
        order: order.value,
        ...(size.value !== '' && { size: Number(size.value) }),
      },
    };
    settings.networks.value = { ...settings.networks.value, [asked.file.name]: description };
    engine.useNetwork(asked.file);
  };
  return (
    <form
      class="network"
      aria-label={text.title(asked.file.name)}
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
    >
      <p>{text.question(asked.file.name)}</p>
      {asked.reason && <p role="alert">{refusalInWords(asked)}</p>}
      <label class="choice">
        {text.labels}
        <input
          type="text"
          required
          autocomplete="off"
          placeholder="angry, disgust, fear, happy, sad, surprise, neutral"
          value={labels.value}
          onInput={(event) => {
            labels.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="limits">{text.labelsText}</p>
      <label class="choice">
        {text.scale}
        <select
          value={scale.value}
          onChange={(event) => {
            scale.value = scaleNames.find((name) => name === event.currentTarget.value) ?? '0..255';
          }}
        >
          {scaleNames.map((name) => (
            <option key={name} value={name}>
              {text.scales[name]}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        {text.order}
        <select
          value={order.value}
          onChange={(event) => {
            order.value = event.currentTarget.value === 'bgr' ? 'bgr' : 'rgb';
          }}
        >
          <option value="rgb">RGB</option>
          <option value="bgr">BGR</option>
        </select>
      </label>
      <label class="choice">
        {text.size}
        <input
          type="number"
          min={8}
          max={1024}
          value={size.value}
          onInput={(event) => {
            size.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit">{text.use}</button>
    </form>
  );
}
