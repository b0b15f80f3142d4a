/** The view that trains a network, loaded when it is first opened. */
import { useEffect } from 'preact/hooks';
import type { Engine } from '../reading/engine';
import { lazyPart, NotLoaded } from './lazyPart';

const view = lazyPart(() => import('../train/TrainView'));

export function Training({ engine }: { engine: Engine }) {
  const { value } = view.loaded;
  useEffect(() => {
    view.load();
  }, []);
  if (value) return <value.TrainView engine={engine} />;
  return (
    <main>
      <NotLoaded part={view} />
    </main>
  );
}
