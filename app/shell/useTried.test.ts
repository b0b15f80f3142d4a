import '../../tools/barePage';
import { signal } from '@preact/signals';
import { parseHTML } from 'linkedom';
import { h, render } from 'preact';
import { expect, it, vi } from 'vitest';
import { Gate } from '../journal/Gate';
import type { Journal } from '../journal/journal';
import { WrongPassphrase } from '../journal/lock';
import { NewPassphrase } from '../journal/Passphrase';
import { settings } from '../settings/settings';
import { words } from '../words';
import { de } from '../words/de';
import { en } from '../words/en';

const { window, document } = parseHTML('<!doctype html><html><body></body></html>');
Object.assign(globalThis, { document, window });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const find = <T extends HTMLElement>(selector: string) => document.querySelector(selector) as unknown as T;

async function submit() {
  find('form').dispatchEvent(new window.Event('submit', { bubbles: true, cancelable: true }));
  await settled();
}

async function type(at: number, value: string) {
  const field = document.querySelectorAll('input')[at] as unknown as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new window.Event('input', { bubbles: true }) as unknown as Event);
  await settled();
}

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
  render(h(Gate, { journal, children: null }), document.body);
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.isWrong);
  await speak('de', de);
  expect(find('[role=alert]').textContent).toBe(de.journal.lock.isWrong);
  await speak('en', en);
});

it('a new passphrase is taken once it is long enough and was typed twice alike, and once for two presses', async () => {
  let done = () => {};
  const take = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  render(h(NewPassphrase, { label: 'Passphrase', submit: 'Set', take }), document.body);
  await type(0, 'rain');
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.tooShort(8));
  await type(0, 'rain and sun');
  await type(1, 'rain and fun');
  await submit();
  expect(find('[role=alert]').textContent).toBe(en.journal.lock.differ);
  await type(1, 'rain and sun');
  await submit();
  await submit();
  expect(take).toHaveBeenCalledTimes(1);
  expect(find('[role=alert]').textContent).toBe('');
  done();
  await settled();
  expect(find<HTMLInputElement>('input').value).toBe('');
});
