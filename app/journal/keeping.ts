/** Whether the browser has promised to keep the journal, or may clear it when space is short. */
import type { Signal } from '@preact/signals';

export type Keeping = 'unknown' | 'promised' | 'not promised';

/** Asks for it; some browsers ask the person, most decide by themselves. */
export async function askToKeep(keeping: Signal<Keeping>) {
  const { storage } = navigator;
  if (!storage?.persist) return;
  const isKept = (await storage.persisted().catch(() => false)) || (await storage.persist().catch(() => false));
  keeping.value = isKept ? 'promised' : 'not promised';
}

/** What was answered at an earlier visit, without asking. */
export async function lookWhetherKept(keeping: Signal<Keeping>) {
  if (await navigator.storage?.persisted?.().catch(() => false)) keeping.value = 'promised';
}
