import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { dayOn, weekdayOf } from '../../src/mood';
import { drawnPart } from '../../tools/drawnPart';
import { days } from '../../tools/journalPage';
import { settings } from '../settings/settings';
import type { Journal } from './journal';
import { LookBack } from './LookBack';

const { show, find } = drawnPart();

it('compares with a week before that was in between on the whole', async () => {
  const today = dayOn(new Date());
  settings.lookBack.value = weekdayOf(today);
  const entries = days(14, (ago) => (ago > 7 ? 0 : 0.4));
  const journal = { own: signal({ lookedBack: 0 }), entries: signal(entries) } as unknown as Journal;
  await show(LookBack, { journal, today });
  expect(find('.look-back p').textContent).toMatch(/more pleasant than the week before, by 0\.40/);
});
