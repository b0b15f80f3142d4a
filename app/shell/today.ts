/** The day that it is, for everything that is shown; what is shown follows when a new day begins. */
import { settings } from '../settings/settings';
import { createDayClock } from './dayClock';

const clock = createDayClock(() => settings.dayBegins.value);
export const { present, today } = clock;

// Timers rest while a device sleeps or a tab is hidden; and whoever presses something means the day that it is now.
for (const event of ['visibilitychange', 'pageshow', 'focus', 'pointerdown', 'keydown'])
  addEventListener(event, clock.look, { capture: true, passive: true });
