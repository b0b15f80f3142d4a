/**
 * Text that has a limit. A field that cuts takes words away that one thinks are kept. Here what is too long stays as it was
 * typed or pasted, is told beside its field, and is kept only once it is shorter.
 */
import { words } from '../words';

/** Characters of a text that do not fit; spaces around it are not kept, and need no room. */
export const surplus = (text: string, most: number): number => Math.max(0, text.trim().length - most);

const told = (text: string, most: number) => {
  const over = surplus(text, most);
  return over > 0 ? words.value.tooLong(over, most) : '';
};

/** For the `ref` of a field: as long as its text is too long, the browser leads there instead of sending its form. */
export const limited = (text: string, most: number) => (field: HTMLInputElement | HTMLTextAreaElement | null) =>
  field?.setCustomValidity(told(text, most));

export interface TooLongProps {
  text: string;
  /** Characters that fit. */
  most: number;
}

/** Beside a field. It is there before it says something: only then is what it says read out. */
export const TooLong = ({ text, most }: TooLongProps) => {
  const said = told(text, most);
  return (
    <p class={said ? 'limits' : 'unseen'} aria-live="polite">
      {said}
    </p>
  );
};
