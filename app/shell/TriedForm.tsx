/** A form whose answer takes a while and may be a refusal, which is said below what was filled in. */
import type { ComponentChildren } from 'preact';
import { useTried } from './useTried';

export interface TriedFormProps {
  /** What the button says. */
  submit: string;
  ask(): Promise<unknown>;
  /** What is said of what went wrong. */
  whyNot(error: unknown): string;
  children?: ComponentChildren;
}

export function TriedForm({ submit, ask, whyNot, children }: TriedFormProps) {
  const { isBusy, problem, run } = useTried(whyNot);
  return (
    <form
      class="new-passphrase"
      onSubmit={(event) => {
        event.preventDefault();
        void run(ask);
      }}
    >
      {children}
      <p role="alert" class="problem">
        {problem}
      </p>
      <button type="submit" class="secondary" aria-busy={isBusy.value}>
        {submit}
      </button>
    </form>
  );
}
