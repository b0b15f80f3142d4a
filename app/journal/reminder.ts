/** Once a day, at the time that the person chose, a notification of this device; none where there is an entry already. */
import { dayOf, dayOn, wallClock } from '../../src/mood';
import { settings } from '../settings/settings';
import { words } from '../words';
import type { Journal } from './journal';

/** Milliseconds between two looks at the clock; a device that slept is told when it wakes. */
const pace = 30_000;

export function startReminding(journal: Journal): () => void {
  let last = wallClock(new Date());
  const timer = setInterval(() => {
    const now = wallClock(new Date());
    const due = `${now.slice(0, 10)}T${settings.reminder.peek()}`;
    const isDue = settings.reminder.peek() !== '' && last.slice(0, 16) < due && due <= now.slice(0, 16);
    last = now;
    if (isDue && !hasEntryToday(journal)) void remind();
  }, pace);
  return () => clearInterval(timer);
}

/** A locked journal does not tell. */
const hasEntryToday = ({ entries }: Journal) => {
  const today = dayOn(new Date());
  return entries.peek().some((entry) => entry.felt && dayOf(entry) === today);
};

async function remind() {
  if (Notification.permission !== 'granted') return;
  const { title, text } = words.peek().journal.reminder;
  // Phones show those of a service worker only.
  const registration = await navigator.serviceWorker?.getRegistration();
  const options = { body: text, tag: 'check-in', icon: 'icon.svg' };
  if (registration) await registration.showNotification(title, options);
  else new Notification(title, options).onclick = () => focus();
}
