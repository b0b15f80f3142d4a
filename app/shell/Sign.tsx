/**
 * A drawing of lines in the colour of the text around it: fonts show signs differently, or not at all. It stands beside words
 * that say the same, or in a button with a name, and is nothing to whoever cannot see it.
 *
 * lines a path in a square of 24 units, of which nothing is filled
 */
export const Sign = ({ lines }: { lines: string }) => (
  <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
    <path d={lines} />
  </svg>
);
