/** Whether the page can be seen: not in a tab behind another, not minimised, or in a small window over others. */
import { computed, signal } from '@preact/signals';

const isSeen = () => document.visibilityState !== 'hidden' && !document.hidden;

const pageInView = signal(isSeen());
document.addEventListener('visibilitychange', () => {
  pageInView.value = isSeen();
});

/** The page has a small window of its own over others. */
export const hasSmallWindow = signal(false);

export const inView = computed(() => pageInView.value || hasSmallWindow.value);
