/** Three short screens of a first visit; the page works beside them. */
import { useSignal } from '@preact/signals';
import { settings } from '../settings/settings';
import { words } from '../words';

export function Intro() {
  const at = useSignal(0);
  if (settings.introduced.value) return null;
  const { intro } = words.value;
  const [title, text] = intro.screens[at.value] ?? [];
  const last = at.value === intro.screens.length - 1;
  const done = () => {
    settings.introduced.value = true;
    // What had the focus is gone: it goes on where the page begins.
    const main = document.querySelector('main');
    if (!main) return;
    main.tabIndex = -1;
    main.focus();
  };
  return (
    <section class="intro card" aria-label={intro.label}>
      <p class="limits">{intro.step(at.value + 1, intro.screens.length)}</p>
      <div aria-live="polite">
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
      <div class="controls">
        <button
          type="button"
          onClick={() => {
            if (last) done();
            else at.value++;
          }}
        >
          {last ? intro.done : intro.next}
        </button>
        {!last && (
          <button type="button" class="secondary" onClick={done}>
            {intro.skip}
          </button>
        )}
      </div>
    </section>
  );
}
