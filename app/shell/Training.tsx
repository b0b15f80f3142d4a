/** The view that trains a network, loaded when it is first opened. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Engine } from '../reading/engine';
import { words } from '../words';

const view = signal<typeof import('../train/TrainView') | undefined>(undefined);
const isMissing = signal(false);

async function load() {
  isMissing.value = false;
  try {
    view.value = await import('../train/TrainView');
  } catch {
    isMissing.value = true;
  }
}

export function Training({ engine }: { engine: Engine }) {
  useEffect(() => {
    if (!view.value) load();
  }, []);
  if (view.value) {
    const { TrainView } = view.value;
    return <TrainView engine={engine} />;
  }
  return (
    <main>
      {isMissing.value && (
        <>
          <p role="alert">{words.value.notLoaded}</p>
          <button type="button" onClick={() => location.reload()}>
            {words.value.tryAgain}
          </button>
        </>
      )}
    </main>
  );
}
