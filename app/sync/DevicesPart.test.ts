import '../../tools/barePage';
import { signal } from '@preact/signals';
import { parseHTML } from 'linkedom';
import { h, render } from 'preact';
import { expect, it, vi } from 'vitest';
import type { Journal } from '../journal/journal';
import { DevicesPart } from './DevicesPart';
import type { Candidate, Sync } from './sync';

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('begins in the folder that was chosen, also where a server answers later that was asked before', async () => {
  const { window, document } = parseHTML('<!doctype html><html><body></body></html>');
  Object.assign(globalThis, { document, window });
  let answer = (_: Candidate) => {};
  const begin = vi.fn(async () => {});
  const sync = {
    areFoldersOffered: true,
    chooseFolder: async () => ({ setup: { kind: 'folder', name: 'journal' }, hasOthers: true }),
    askServer: () =>
      new Promise<Candidate>((resolve) => {
        answer = resolve;
      }),
    begin,
  } as unknown as Sync;
  const journal = { isReadOnly: signal(false), isProtected: signal(true), setup: signal(undefined) };
  render(h(DevicesPart, { journal: journal as unknown as Journal, sync }), document.body);
  const find = (selector: string) => document.querySelector(selector) as unknown as HTMLInputElement;
  const tell = async (selector: string, name: string) => {
    find(selector).dispatchEvent(new window.Event(name, { bubbles: true, cancelable: true }));
    await settled();
  };
  await settled();
  find('input').value = 'https://cloud.example.org/feeling';
  await tell('input', 'input');
  await tell('form', 'submit');
  await tell('button', 'click');
  answer({ setup: { kind: 'webdav' }, hasOthers: true } as Candidate);
  await settled();
  await tell('form', 'submit');
  expect(begin).toHaveBeenCalledWith(
    expect.objectContaining({ setup: { kind: 'folder', name: 'journal' } }),
    expect.any(String),
    '',
  );
});
