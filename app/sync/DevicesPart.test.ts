import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { drawnPart, settled } from '../../tools/drawnPart';
import type { Journal } from '../journal/journal';
import { DevicesPart } from './DevicesPart';
import type { Candidate, Sync } from './sync';

const { show, type, press } = drawnPart();

it('begins in the folder that was chosen, also where a server answers later that was asked before', async () => {
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
  await show(DevicesPart, { journal: journal as unknown as Journal, sync });
  await type('input', 'https://cloud.example.org/feeling');
  await press('form', 'submit');
  await press('button');
  answer({ setup: { kind: 'webdav' }, hasOthers: true } as Candidate);
  await settled();
  await press('form', 'submit');
  expect(begin).toHaveBeenCalledWith(
    expect.objectContaining({ setup: { kind: 'folder', name: 'journal' } }),
    expect.any(String),
    '',
  );
});
