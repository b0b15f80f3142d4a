/** One training run in this browser, in a database of its own. */
import type { FaceSet } from '../../src/data';
import type { Progress, Recipe, State } from '../../src/train/browser';

/** What does not change while it trains. */
export interface RunBegun {
  recipe: Recipe;
  source: string;
  copies: number;
  broken: number;
  sets: FaceSet;
}

/** How far it is: written as one, so that it always fits together. */
export interface RunReached {
  progress: Progress;
  state: State;
  /** The network with the averaged weights, as an .onnx file. */
  model: Uint8Array;
}

export const databaseName = 'feeling-training';
const store = 'run';

/** The browser does not keep what it was given. */
export class NotKeptError extends Error {
  override name = 'NotKeptError';
}

export interface RunStore {
  read(): Promise<(RunBegun & RunReached) | undefined>;
  /** Forgets the run before. */
  begin(begun: RunBegun, reached: RunReached): Promise<void>;
  reach(reached: RunReached): Promise<void>;
  forget(): Promise<void>;
}

/** Throws a NotKeptError when the browser allows no database; so do its functions when it has no room. */
export async function openRunStore(): Promise<RunStore> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const database = await settled(opening);
  const write = async (change: (objects: IDBObjectStore) => void) => {
    const transaction = database.transaction(store, 'readwrite');
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new NotKeptError(transaction.error?.message ?? 'the write was undone'));
    });
    change(transaction.objectStore(store));
    await ended;
  };
  return {
    async read() {
      const objects = database.transaction(store).objectStore(store);
      const [begun, reached] = await Promise.all([settled(objects.get('begun')), settled(objects.get('reached'))]);
      return begun && reached ? { ...(begun as RunBegun), ...(reached as RunReached) } : undefined;
    },
    begin: (begun, reached) =>
      write((objects) => {
        objects.put(begun, 'begun');
        objects.put(reached, 'reached');
      }),
    reach: (reached) =>
      write((objects) => {
        // Forgotten in another tab, it stays so.
        objects.count('begun').onsuccess = ({ target }) => {
          if ((target as IDBRequest<number>).result > 0) objects.put(reached, 'reached');
        };
      }),
    forget: () => write((objects) => void objects.clear()),
  };
}

/** What tells whoever trains, in whichever tab, that everything is forgotten. */
export const forgettingChannel = () => new BroadcastChannel('feeling.training.forget');

/** Nothing of what was trained is left, where something was. */
export async function forgetTraining() {
  const channel = forgettingChannel();
  channel.postMessage('forget');
  channel.close();
  // Some browsers do not tell which databases there are; others make none only to find it empty.
  const known = await indexedDB.databases?.();
  if (known && !known.some(({ name }) => name === databaseName)) return;
  const run = await openRunStore();
  await run.forget();
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new NotKeptError(request.error?.message ?? 'the database cannot be used'));
  });
