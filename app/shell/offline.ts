/** Keeps the page on the device, so that it opens without a network. */
import { effect } from '@preact/signals';
import type { Engine } from '../reading/engine';

/** Once the networks are loaded, so that nothing is fetched beside them. */
export function keepOffline({ state }: Engine) {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const stop = effect(() => {
    if (state.value !== 'ready') return;
    queueMicrotask(() => stop());
    navigator.serviceWorker.register(new URL('serviceWorker.js', document.baseURI)).catch(() => {
      // Forbidden, or no room: the page then needs its server, as any other.
    });
  });
}
