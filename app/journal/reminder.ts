/** At the times that the person chose, a notification of this device; none on days that have an entry already. */
import { dayOf, dayOn, wallClock } from '../../src/mood';
import { settings } from '../settings/settings';
import { words } from '../words';
import { isDue } from './due';
import type { Journal } from './journal';

/** Milliseconds between two looks at the clock; a device that slept is told when it wakes. */
const pace = 30_000;

export function startReminding(journal: Journal): () => void {
  let last = wallClock(new Date());
  const timer = setInterval(() => {
    const now = wallClock(new Date());
    const begins = settings.dayBegins.peek();
    const found = settings.reminders.peek().some((reminder) => isDue(reminder, last, now, begins));
    last = now;
    if (found && !hasEntryToday(journal)) void remind();
  }, pace);
  return () => clearInterval(timer);
}

/** A locked journal does not tell. */
const hasEntryToday = ({ entries }: Journal) => {
  const begins = settings.dayBegins.peek();
  const today = dayOn(new Date(), begins);
  return entries.peek().some((entry) => entry.felt && dayOf(entry, begins) === today);
};

async function remind() {
  if (Notification.permission !== 'granted') return;
  const { title, text } = words.peek().journal.reminder;
  // Phones show those of a service worker only.
  const registration = await navigator.serviceWorker?.getRegistration();
  const options = { body: text, tag: 'check-in', icon: 'icon.svg' };
  // One that is only being installed shows none.
  if (registration?.active) await registration.showNotification(title, options);
  else new Notification(title, options).onclick = () => focus();
}
