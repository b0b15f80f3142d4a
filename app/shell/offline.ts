/** Keeps the page on the device, so that it opens without a network, and takes a new version without losing what is open. */
import { effect, signal } from '@preact/signals';
import type { Engine } from '../reading/engine';
import { inView } from './inView';

/** A newer version answers for the page from now on; what is open goes on as it is until it is loaded anew. */
export const newVersion = signal(false);

/** All parts of the page are on the device: it opens without a network. */
export const isKept = signal(false);

/** A page that stays open asks whether there is a newer one when it is looked at, no more often than this, in ms. */
const pace = 3_600_000;

/** Once the networks are loaded, so that nothing is fetched beside them. */
export function keepOffline({ state }: Engine) {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const { serviceWorker } = navigator;
  // The first one takes over a page that came from the server, and is no newer than that; those after it are.
  let { controller } = serviceWorker;
  serviceWorker.addEventListener('controllerchange', () => {
    if (controller) newVersion.value = true;
    controller = serviceWorker.controller;
  });
  void serviceWorker.ready.then(() => {
    isKept.value = true;
  });
  const stop = effect(() => {
    if (state.value !== 'ready') return;
    queueMicrotask(() => stop());
    serviceWorker
      .register(new URL('serviceWorker.js', document.baseURI))
      .then(lookForNewer)
      .catch(() => {
        // Forbidden, or no room: the page then needs its server, as any other.
      });
  });
}

function lookForNewer(registration: ServiceWorkerRegistration) {
  let last = Date.now();
  inView.subscribe((isSeen) => {
    if (!isSeen || Date.now() - last < pace) return;
    last = Date.now();
    // Without a network what is there goes on.
    registration.update().catch(() => {});
  });
}
