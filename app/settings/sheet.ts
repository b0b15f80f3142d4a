/** Whether the settings are open, and at which part. */
import { signal } from '@preact/signals';

export type SettingsPart = 'start' | 'data';

export const settingsPart = signal<SettingsPart | undefined>(undefined);

export function openSettings(part: SettingsPart = 'start') {
  settingsPart.value = part;
}
