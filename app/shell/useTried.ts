/** Something that a person asks for, which takes a while and may fail. */
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';

export interface Tried {
  isBusy: ReadonlySignal<boolean>;
  /** Why it failed, in whatever language is shown; empty where it did not. */
  problem: ReadonlySignal<string>;
  /** Does it, unless it is under way: a second press asks for nothing more. */
  run(action: () => Promise<unknown>): Promise<void>;
  clear(): void;
}

/** whyNot: what is said of what went wrong; it reads the words that are shown */
export function useTried(whyNot: (error: unknown) => string): Tried {
  const isBusy = useSignal(false);
  const failure = useSignal<{ error: unknown } | undefined>(undefined);
  const problem = useComputed(() => (failure.value ? whyNot(failure.value.error) : ''));
  return {
    isBusy,
    problem,
    async run(action) {
      if (isBusy.peek()) return;
      isBusy.value = true;
      failure.value = undefined;
      try {
        await action();
      } catch (error) {
        failure.value = { error };
      } finally {
        isBusy.value = false;
      }
    },
    clear() {
      failure.value = undefined;
    },
  };
}
