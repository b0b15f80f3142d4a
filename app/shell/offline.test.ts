import '../../tools/barePage';
import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import type { Engine } from '../reading/engine';
import { keepOffline, newVersion } from './offline';

it('a page that stays open from its first visit on is told of a newer version, and not of its own', () => {
  vi.stubEnv('DEV', false);
  const serviceWorker = Object.assign(new EventTarget(), {
    controller: null as object | null,
    ready: Promise.resolve(),
  });
  vi.stubGlobal('navigator', { serviceWorker });
  keepOffline({ state: signal('loading') } as unknown as Engine);
  const takeOver = () => {
    serviceWorker.controller = {};
    serviceWorker.dispatchEvent(new Event('controllerchange'));
  };
  takeOver();
  expect(newVersion.value).toBe(false);
  takeOver();
  expect(newVersion.value).toBe(true);
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
