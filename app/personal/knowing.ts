/** Reads faces by what the person has taught, in the page. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Emotion, type Expression, emotions, valence } from '../../src/emotion';
import type { NetworkVersion } from '../../src/model';
import { type Adaptation, adapt, correctionOf, type Learned, newPerson } from '../../src/personal';
import type { Journal } from '../journal/journal';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { correctionItem, type Profile, profileItem, surplusOf } from './people';

/** Why nothing can be taught now. */
export type Obstacle = 'locked' | 'readOnly' | 'failed';

/** The journal's script and database, once they are needed. */
const journal = signal<Journal | undefined>(undefined);
let loading: Promise<Journal> | undefined;

async function openJournal(): Promise<Journal> {
  loading ??= import('../shell/days').then((days) => days.journal);
  const opened = await loading.catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  if (opened.state.peek() === 'loading') await opened.load();
  journal.value = opened;
  return opened;
}

/** The network that reads now. */
export const network: Signal<NetworkVersion | undefined> = signal(undefined);
/** Readings are shown as they would be without what was taught. */
export const withoutTeaching = signal(false);

export const people: ReadonlySignal<readonly Profile[]> = computed(() => journal.value?.people.value ?? []);
export const profile = computed(() => people.value.find(({ id }) => id === settings.profile.value));

const adaptation: ReadonlySignal<Adaptation | undefined> = computed(() => {
  if (!profile.value || !network.value) return undefined;
  const corrections = profile.value.corrections.map(({ correction }) => correction);
  return adapt({ ...newPerson(), corrections }, network.value);
});

/** What is known of the person who is chosen; undefined where nobody is, or the journal is locked. */
export const learned: ReadonlySignal<Learned | undefined> = computed(() => adaptation.value?.learned);

/** Whoever is known is known from the start of the page. What is in the way is told where somebody wants to teach. */
export const startKnowing = () =>
  effect(() => {
    if (settings.profile.value !== '' && !journal.value) openJournal().catch(() => {});
  });

/** The reading, by what the chosen person has taught. */
export function known(reading: LiveReading): LiveReading {
  const { expression } = reading;
  const current = withoutTeaching.value ? undefined : adaptation.value;
  if (!expression || !current || current.learned.strength === 0) return reading;
  const { probabilities } = current.apply(expression);
  return {
    ...reading,
    emotions: Object.fromEntries(emotions.map((e, i) => [e, probabilities[i] as number])) as Record<Emotion, number>,
    valence: valence(probabilities),
  };
}

/** The face nearest to the camera is the person's; others are read as anybody's. */
export function knownNearest(readings: readonly LiveReading[]): LiveReading[] {
  const size = ({ box }: LiveReading) => box.width * box.height;
  const nearest = readings.reduce<LiveReading | undefined>((a, b) => (a && size(a) >= size(b) ? a : b), undefined);
  return readings.map((reading) => (reading === nearest ? known(reading) : reading));
}

/** Opens what is kept, so that it can be told whether there is anything in the way of teaching. */
export async function obstacle(): Promise<Obstacle | undefined> {
  const opened = await openJournal().catch(() => undefined);
  if (!opened) return 'failed';
  if (opened.state.peek() === 'locked') return 'locked';
  if (opened.state.peek() !== 'ready') return 'failed';
  return opened.isReadOnly.peek() ? 'readOnly' : undefined;
}

let changing: Promise<unknown> = Promise.resolve();

/** One change of people after the other: each is made by what there is after the one before it, however slow that was. */
function inOrder<T>(change: (journal: Journal) => Promise<T>): Promise<T> {
  const run = async () => change(await openJournal());
  const turn = changing.then(run, run);
  changing = turn.catch(() => {});
  return turn;
}

/**
 * Keeps what the person says of a face. Returns the id of what was kept.
 *
 * Throws when the journal is locked, or nothing can be kept.
 */
export async function teach(expression: Expression, said: readonly Emotion[], name: string): Promise<string> {
  const { value: by } = network;
  if (!by) throw new Error('the network is not loaded yet');
  const correction = {
    id: crypto.randomUUID(),
    correction: correctionOf(expression, said, { time: new Date(), network: by }),
  };
  const whose = settings.profile.peek();
  await inOrder(async (opened) => {
    // Of whoever was chosen when it was said; of nobody known yet, it is the first one's, of which this may be the second word.
    const mine = people.peek().find((known) => known.id === whose) ?? profile.peek();
    const id = mine?.id ?? crypto.randomUUID();
    await opened.changePeople({
      put: [...(mine ? [] : [profileItem({ id, name })]), correctionItem(id, correction)],
      remove: mine ? surplusOf(mine, 1).map((old) => ({ kind: 'correction' as const, name: old.id })) : [],
    });
    if (!mine) settings.profile.value = id;
  });
  return correction.id;
}

/** Takes back what was said. */
export const takeBack = (id: string) =>
  inOrder((opened) => opened.changePeople({ remove: [{ kind: 'correction', name: id }] }));

export const addProfile = (name: string) =>
  inOrder(async (opened) => {
    const id = crypto.randomUUID();
    await opened.changePeople({ put: [profileItem({ id, name })] });
    settings.profile.value = id;
  });

/** Nothing of what the person taught is left, and the profile neither. */
export const forgetProfile = ({ id }: Pick<Profile, 'id'>) =>
  inOrder(async (opened) => {
    const corrections = people.peek().find((known) => known.id === id)?.corrections ?? [];
    await opened.changePeople({
      remove: [
        { kind: 'profile', name: id },
        ...corrections.map((known) => ({ kind: 'correction' as const, name: known.id })),
      ],
    });
    if (settings.profile.peek() === id) settings.profile.value = '';
  });
