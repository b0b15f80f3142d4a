/** When to be reminded of a check-in; not offered where the browser shows no notifications. */
import { useSignal } from '@preact/signals';
import { words } from '../words';
import { settings } from './settings';

export function Reminder() {
  const refused = useSignal(false);
  if (!('Notification' in window)) return null;
  const text = words.value.settings;
  const choose = async (time: string) => {
    refused.value = time !== '' && (await Notification.requestPermission()) !== 'granted';
    settings.reminder.value = refused.value ? '' : time;
  };
  return (
    <>
      <label class="choice">
        {text.reminder}
        <input type="time" value={settings.reminder.value} onChange={(event) => choose(event.currentTarget.value)} />
      </label>
      <p class="limits">{text.reminderText}</p>
      {refused.value && <p role="alert">{text.reminderRefused}</p>}
    </>
  );
}
