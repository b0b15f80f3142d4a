/** What a person teaches while the journal's database is slow. */
import '../../tools/barePage';
import { signal } from '@preact/signals';
import { beforeEach, expect, it, vi } from 'vitest';
import { networkVersion } from '../../src/model';
import type { Item } from '../journal/rows';
import type { Change } from '../journal/writes';
import { settings } from '../settings/settings';
import { addProfile, forgetProfile, network, people, teach } from './knowing';
import { type Profile, peopleOf } from './people';

const database = vi.hoisted(() => ({ items: [] as Item[] }));
const shown = signal<readonly Profile[]>([]);

vi.mock('../shell/days', () => ({
  journal: {
    state: { peek: () => 'ready' },
    get people() {
      return shown;
    },
    async changePeople({ put = [], remove = [] }: Change) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const gone = new Set([...put, ...remove].map(({ kind, name }) => `${kind} ${name}`));
      database.items = [...database.items.filter(({ kind, name }) => !gone.has(`${kind} ${name}`)), ...put];
      shown.value = peopleOf(database.items);
    },
  },
}));

const face = { probabilities: new Float32Array(7).fill(1 / 7), readable: 1, features: new Float32Array(4) };

beforeEach(() => {
  database.items = [];
  shown.value = [];
  settings.profile.value = '';
  network.value = networkVersion('compact', new Uint8Array());
});

it('two corrections, the second of which comes before the first is kept, are of one person', async () => {
  await Promise.all([teach(face, ['happy'], 'Me'), teach(face, ['sad'], 'Me')]);
  expect(people.value.map(({ name, corrections }) => [name, corrections.length])).toEqual([['Me', 2]]);
  expect(settings.profile.value).toBe(people.value[0]?.id);
});

it('a correction is of the person who was chosen when it was made, and leaves whoever is chosen since', async () => {
  await addProfile('Ada');
  const ada = settings.profile.value;
  await addProfile('Bo');
  const bo = settings.profile.value;
  settings.profile.value = ada;
  const kept = teach(face, ['happy'], 'Me');
  settings.profile.value = bo;
  await kept;
  expect(people.value.find(({ id }) => id === ada)?.corrections).toHaveLength(1);
  expect(settings.profile.value).toBe(bo);
});

it('nothing is left of a person who is forgotten while a correction is being kept', async () => {
  await teach(face, ['happy'], 'Me');
  const [me] = people.value;
  await Promise.all([teach(face, ['sad'], 'Me'), forgetProfile(me as Profile)]);
  expect(database.items).toEqual([]);
});
