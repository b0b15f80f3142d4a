/** Beside a field: told as soon as no more fits in, since browsers cut what is pasted without a word. */
import { words } from '../words';

export interface FullFieldProps {
  typed: string;
  /** Characters that fit. */
  most: number;
}

/** It is there before it says something: only then is what it says read out. */
export const FullField = ({ typed, most }: FullFieldProps) => (
  <p class={typed.length >= most ? 'limits' : 'unseen'} aria-live="polite">
    {typed.length >= most && words.value.journal.atMost(most)}
  </p>
);
