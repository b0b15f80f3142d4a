/** What happens with the journal's data, in the settings; its script is loaded with them. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words';
import { settingsPart } from './sheet';

type Days = typeof import('../shell/days');

export function DataSection({ close }: { close(): void }) {
  const days = useSignal<Days | undefined>(undefined);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    import('../shell/days')
      .then((loaded) => {
        days.value = loaded;
        if (loaded.journal.state.peek() === 'loading') void loaded.journal.load();
      })
      .catch(() => {
        // Offline before the first visit to the journal: there is nothing of it here yet.
      });
  }, [days]);
  const isReady = days.value?.journal.state.value === 'ready';
  useEffect(() => {
    if (isReady && settingsPart.peek() === 'data') section.current?.scrollIntoView({ block: 'start' });
  }, [isReady]);
  const text = words.value.journal;
  const loaded = days.value;
  return (
    <section class="keeping" aria-label={text.keeping.title} ref={section}>
      <h3>{text.keeping.title}</h3>
      {loaded?.journal.state.value === 'locked' && (
        <p>
          {text.lock.isLocked}.{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              location.hash = '#journal';
              close();
            }}
          >
            {text.lock.openThere}
          </button>
        </p>
      )}
      {loaded?.journal.state.value === 'failed' && (
        <p>{text.failed(loaded.whyInWords(loaded.journal.problem.value))}</p>
      )}
      {loaded && isReady && (
        <loaded.KeepingCard journal={loaded.journal} backup={loaded.backup} sync={loaded.sync} close={close} />
      )}
    </section>
  );
}
