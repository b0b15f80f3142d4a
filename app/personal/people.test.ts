import { expect, it } from 'vitest';
import { emotions } from '../../src/emotion';
import type { Correction } from '../../src/personal';
import { correctionItem, itemsOf, peopleOf, profileItem } from './people';

const correction = (minute: number): Correction => ({
  time: new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString(),
  network: { name: 'compact', version: 'aaaaaaaaaaaa' },
  probabilities: emotions.map((e) => (e === 'sad' ? 0.7 : 0.05)),
  features: [0.1, -2],
  said: ['neutral'],
});

it('people are what their rows say, whatever the order of these', () => {
  const me = { id: 'a', name: 'Me', corrections: [1, 2, 3].map((n) => ({ id: `c${n}`, correction: correction(n) })) };
  const you = { id: 'b', name: 'You', corrections: [{ id: 'c9', correction: correction(9) }] };
  expect(peopleOf(itemsOf([me, you]).toReversed())).toEqual([me, you]);
});

it('rows that are damaged, or whose profile is gone, cost themselves alone', () => {
  const items = [
    profileItem({ id: 'a', name: 'Me' }),
    correctionItem('a', { id: 'c1', correction: correction(1) }),
    correctionItem('gone', { id: 'c2', correction: correction(2) }),
    {
      kind: 'correction' as const,
      name: 'c3',
      value: { profile: 'a', correction: { ...correction(3), said: ['glad'] } },
    },
    { kind: 'profile' as const, name: 'c', value: 7 },
  ];
  expect(peopleOf(items)).toEqual([{ id: 'a', name: 'Me', corrections: [{ id: 'c1', correction: correction(1) }] }]);
});
