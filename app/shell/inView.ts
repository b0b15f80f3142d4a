/** Whether the page can be seen: not in a tab behind another, not minimised. */
import { signal } from '@preact/signals';

const isSeen = () => document.visibilityState !== 'hidden' && !document.hidden;

export const inView = signal(isSeen());
document.addEventListener('visibilitychange', () => {
  inView.value = isSeen();
});
