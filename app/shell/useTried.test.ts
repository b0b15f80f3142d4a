import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { drawnPart, settled } from '../../tools/drawnPart';
import { Gate } from '../journal/Gate';
import type { Journal } from '../journal/journal';
import { WrongPassphrase } from '../journal/lock';
import { NewPassphrase } from '../journal/Passphrase';
import { settings } from '../settings/settings';
import { words } from '../words';
import { de } from '../words/de';
import { en } from '../words/en';

const { all, find, show, type, press } = drawnPart();
const submit = () => press('form', 'submit');

async function speak(language: 'en' | 'de', said: unknown) {
  settings.language.value = language;
  await expect.poll(() => words.value).toBe(said);
  await settled();
}

it('what went wrong is said in the language that is shown, whenever that changes', async () => {
  const unlock = vi.fn(async () => {
    throw new WrongPassphrase();
  });
  const journal = { state: signal('locked'), unlock } as unknown as Journal;
  await show(Gate, { journal, children: null });
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.isWrong);
  await speak('de', de);
  expect(find('[role=alert]').textContent).toBe(de.journal.lock.isWrong);
  await speak('en', en);
});

it('a new passphrase is taken once it is long enough and was typed twice alike, and once for two presses', async () => {
  const field = (at: number) => all('input')[at] as HTMLElement;
  let done = () => {};
  const take = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  await show(NewPassphrase, { label: 'Passphrase', submit: 'Set', take });
  await type(field(0), 'rain');
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.tooShort(8));
  await type(field(0), 'rain and sun');
  await type(field(1), 'rain and fun');
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.differ);
  await type(field(1), 'rain and sun');
  await submit();
  await submit();
  expect(take).toHaveBeenCalledTimes(1);
  expect(find('[role=alert]').textContent).toBe('');
  done();
  await settled();
  expect(find<HTMLInputElement>('input').value).toBe('');
});
