/** The browser asks before the page is left while something of it is not kept. */
import { effect } from '@preact/signals';

/**
 * mayBeUnkept: runs in an effect; while it is false the page has no listener, which would keep browsers from holding it ready
 * for "back"
 *
 * isUnkept: looked at when the page is left, where signals alone do not tell
 */
export function askBeforeLeaving(mayBeUnkept: () => boolean, isUnkept = mayBeUnkept) {
  const ask = (event: BeforeUnloadEvent) => {
    if (isUnkept()) event.preventDefault();
  };
  effect(() => {
    if (mayBeUnkept()) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  });
}
