/** When to be reminded of a check-in, and on which weekdays; not offered where the browser shows no notifications. */
import { useSignal } from '@preact/signals';
import { words } from '../words';
import { everyDay, type ReminderTime, settings } from './settings';

const usualTime = '20:00';

export function Reminders() {
  const refused = useSignal(false);
  if (!('Notification' in window)) return null;
  const text = words.value.settings.reminders;
  const { reminders } = settings;
  // The browser, or the person in its settings, may have taken it back since.
  const areSilent = reminders.value.length > 0 && Notification.permission !== 'granted';
  const add = async () => {
    refused.value = (await Notification.requestPermission()) !== 'granted';
    if (!refused.value) reminders.value = [...reminders.value, { time: usualTime, weekdays: [...everyDay] }];
  };
  const change = (at: number, next: ReminderTime | undefined) => {
    reminders.value = reminders.value.flatMap((reminder, i) => (i !== at ? [reminder] : next ? [next] : []));
  };
  return (
    <section class="reminders" aria-label={text.title}>
      <h3>{text.title}</h3>
      {reminders.value.map((reminder, i) => (
        <ReminderRow key={i} reminder={reminder} number={i + 1} change={(next) => change(i, next)} />
      ))}
      <button type="button" class="secondary" onClick={() => void add()}>
        {text.add}
      </button>
      <p class="limits">{text.text}</p>
      {(refused.value || areSilent) && <p role="alert">{text.refused}</p>}
    </section>
  );
}

interface ReminderRowProps {
  reminder: ReminderTime;
  number: number;
  /** Undefined removes it. */
  change(next: ReminderTime | undefined): void;
}

function ReminderRow({ reminder, number, change }: ReminderRowProps) {
  const text = words.value.settings.reminders;
  const { trends } = words.value;
  return (
    <fieldset class="reminder" aria-label={text.one(number)}>
      <input
        type="time"
        required
        aria-label={text.time}
        value={reminder.time}
        onChange={({ currentTarget: { value: time } }) => time && change({ ...reminder, time })}
      />
      <div class="weekdays">
        {everyDay.map((day) => {
          const isOn = reminder.weekdays.includes(day);
          return (
            <button
              key={day}
              type="button"
              class="chip"
              aria-pressed={isOn}
              aria-label={trends.weekday(day)}
              onClick={() =>
                change({
                  ...reminder,
                  weekdays: isOn ? reminder.weekdays.filter((other) => other !== day) : [...reminder.weekdays, day],
                })
              }
            >
              {trends.weekdayShort(day)}
            </button>
          );
        })}
      </div>
      <p class="limits" role="status">
        {reminder.weekdays.length === 0 && text.noDay}
      </p>
      <button type="button" class="link" onClick={() => change(undefined)}>
        {text.remove}
      </button>
    </fieldset>
  );
}
