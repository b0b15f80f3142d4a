/** Whether the device runs on its battery, as far as the browser tells. */
import { signal } from '@preact/signals';

export type Power = 'mains' | 'battery' | 'unknown';

export const power = signal<Power>('unknown');

interface Battery extends EventTarget {
  charging: boolean;
}

/** Follows it from now on; some browsers do not tell. */
export async function watchPower() {
  const { getBattery } = navigator as { getBattery?(): Promise<Battery> };
  const battery = await getBattery?.call(navigator).catch(() => undefined);
  if (!battery) return;
  const look = () => {
    power.value = battery.charging ? 'mains' : 'battery';
  };
  battery.addEventListener('chargingchange', look);
  look();
}
