/**
 * One journal on two devices: two browsers, each with a folder of its own and something that carries files between them, as a
 * cloud drive does; or with a WebDAV server.
 */

import type { ServerResponse } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { servePage } from '../src/cli/serving/serve';
import { cutOff } from '../tools/cutOff';
import {
  checkIn,
  closeSettings,
  deleteEverything,
  journalOpener,
  lockNow,
  openData,
  openJournal,
  reload,
  removePassphrase,
  setPassphrase,
  stored,
  unlock,
} from '../tools/journalPage';
import { appFolder, pageOpener, servedPage } from '../tools/livePage';
import { webdavServer } from '../tools/webdavServer';

const { url } = await servedPage();
const open = journalOpener();
/** With the networks: without them the page is not kept offline. */
const { open: openWhole } = pageOpener();
const passphrase = 'river walk at noon';

/** The tests' time: each entry is later than those before it, and nobody is away for long enough for a lock. */
let time = Date.parse('2026-03-01T08:00:00Z');
const later = (page: Page) => {
  time += 10_000;
  return page.clock.setFixedTime(time);
};

/** The browser's own file system stands in for a folder that the person chose. */
async function device(address = url) {
  const page = await open([], { timezoneId: 'UTC' });
  await page.addInitScript('window.showDirectoryPicker = () => navigator.storage.getDirectory();');
  await later(page);
  await openJournal(page, address);
  return page;
}

const devices = (page: Page) => page.locator('.devices');
const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });
async function write(page: Page, text: string, place = 0.2) {
  await later(page);
  await checkIn(page, place, 0.2, () => note(page).fill(text));
}

async function beginForm(page: Page, name: string) {
  await openData(page);
  await devices(page).getByRole('button', { name: 'Sync through a folder' }).click();
  await devices(page).getByLabel('What this device is called').fill(name);
}

async function beginFirst(page: Page, name: string) {
  await beginForm(page, name);
  await devices(page).getByLabel('A passphrase, eight').fill(passphrase);
  await devices(page).getByLabel('The same passphrase again').fill(passphrase);
  await devices(page).getByRole('button', { name: 'Start syncing' }).click();
  await synced(page);
}

async function beginNext(page: Page, name: string, word = passphrase) {
  await beginForm(page, name);
  await devices(page).getByLabel('Passphrase of the journal').fill(word);
  await devices(page).getByRole('button', { name: 'Start syncing' }).click();
}

/** Waits until the settings say that it was synced, and closes them. */
async function synced(page: Page, line: string | RegExp = 'Last synced') {
  await openData(page);
  await devices(page).getByText(line).waitFor();
  await closeSettings(page);
}

/** Syncs now, and waits until that is over. */
async function syncNow(page: Page) {
  await openData(page);
  await devices(page).getByRole('button', { name: 'Sync now' }).click();
  await devices(page).locator('[data-busy=false]').waitFor();
  await closeSettings(page);
}

async function changePassphrase(page: Page, next: string) {
  await openData(page);
  await page.getByText('Change the passphrase', { exact: true }).click();
  await page.getByLabel('Current passphrase').fill(passphrase);
  await page.getByLabel('A new passphrase').fill(next);
  await page.getByLabel('The same passphrase again').fill(next);
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByText('The passphrase was changed.').waitFor();
  await closeSettings(page);
}

const files = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(`(async () => {
    const found = {};
    for await (const [name, handle] of (await navigator.storage.getDirectory()).entries())
      // What the browser has begun to write lies beside the file.
      if (!name.endsWith('.crswap')) found[name] = await (await handle.getFile()).text();
    return found;
  })()`);

async function putFile(page: Page, name: string, content: string) {
  await page.evaluate(
    async ([name, content]) => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle(name as string, { create: true });
      const writable = await handle.createWritable();
      await writable.write(content as string);
      await writable.close();
    },
    [name, content],
  );
}

/** As a cloud drive does: what is in one folder is then in the other. */
async function carry(from: Page, to: Page) {
  for (const [name, content] of Object.entries(await files(from))) {
    await putFile(to, name, content);
  }
}

/** Both know what the other does. */
async function exchange(a: Page, b: Page) {
  await syncNow(a);
  await carry(a, b);
  await syncNow(b);
  await carry(b, a);
  await syncNow(a);
}

const card = (page: Page, text: string) => page.locator('[data-entry]', { hasText: text });

async function change(page: Page, before: string, text: string) {
  await card(page, before)
    .getByRole('button', { name: /^Change/ })
    .click();
  const form = page.getByRole('form', { name: /^Change/ });
  await form.getByRole('textbox', { name: 'Note' }).fill(text);
  await form.getByRole('button', { name: 'Done' }).click();
  await form.waitFor({ state: 'detached' });
}

async function remove(page: Page, text: string) {
  await card(page, text)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await card(page, text).waitFor({ state: 'detached' });
}

/** What the entries say, latest first. */
const notes = (page: Page) => page.locator('[data-entry] .entry-note').allTextContents();

describe('two devices', () => {
  it('are set up in settings without barriers, on a phone of 320 pixels, by a folder or a server', async () => {
    const phone = await device();
    await phone.setViewportSize({ width: 320, height: 568 });
    const barriers = async () => [
      ...(await new AxeBuilder({ page: phone }).include('.devices').analyze()).violations.map(({ id }) => id),
      ...(await cutOff(phone)),
    ];
    await openData(phone);
    await devices(phone).getByText('Sync through a server').click();
    expect(await barriers()).toEqual([]);
    await devices(phone).getByRole('button', { name: 'Sync through a folder' }).click();
    expect(await barriers()).toEqual([]);
    await devices(phone).getByLabel('What this device is called').fill('Phone');
    await devices(phone).getByLabel('A passphrase, eight').fill(passphrase);
    await devices(phone).getByLabel('The same passphrase again').fill(passphrase);
    await devices(phone).getByRole('button', { name: 'Start syncing' }).click();
    await devices(phone).getByText('Last synced').waitFor();
    expect(await barriers()).toEqual([]);
  });

  it('have the same entries after each saw the other’s file, which tells nobody anything; without doubles', async () => {
    const laptop = await device();
    await write(laptop, 'said on the laptop');
    await beginFirst(laptop, 'Laptop');
    await expect.poll(async () => Object.keys(await files(laptop))).toHaveLength(1);
    // No shorter words: sealed files are letters at random, which now and then make one of four.
    expect(JSON.stringify(await files(laptop))).not.toMatch(/laptop|Laptop|valence/);
    // Nothing of how it is shared lies open in the browser.
    expect(JSON.stringify(await stored(laptop))).not.toMatch(/laptop|Laptop|webdav|"folder"|entry/);

    const phone = await device();
    await write(phone, 'said on the phone', 0.5);
    await carry(laptop, phone);
    await beginNext(phone, 'Phone', 'river walk at night');
    await devices(phone).getByText('That is not the passphrase').waitFor();
    expect(await notes(phone)).toEqual(['said on the phone']);
    await devices(phone).getByLabel('Passphrase of the journal').fill(passphrase);
    await devices(phone).getByRole('button', { name: 'Start syncing' }).click();
    await synced(phone, 'Last synced just now with Laptop.');
    expect(await notes(phone)).toEqual(['said on the phone', 'said on the laptop']);
    // The same passphrase locks it there.
    await lockNow(phone);
    await unlock(phone, passphrase);
    await phone.locator('[data-entry]').nth(1).waitFor();

    await carry(phone, laptop);
    await syncNow(laptop);
    await synced(laptop, 'with Phone');
    expect(await notes(laptop)).toEqual(['said on the phone', 'said on the laptop']);
    await exchange(laptop, phone);
    await exchange(phone, laptop);
    for (const page of [laptop, phone]) expect((await stored(page))['entries']).toHaveLength(2);

    // A check-in is carried by itself, and at the next start, too.
    const before = JSON.stringify(await files(laptop));
    await write(laptop, 'a third', 0.3);
    await expect.poll(async () => JSON.stringify(await files(laptop))).not.toBe(before);
    await carry(laptop, phone);
    await reload(phone);
    await unlock(phone, passphrase);
    await expect.poll(() => notes(phone)).toContain('a third');
  });

  it('agree on the later change of each entry, removals too, and whatever one’s clock says', async () => {
    const laptop = await device();
    await write(laptop, 'first');
    await write(laptop, 'second', 0.4);
    await beginFirst(laptop, 'Laptop');
    const phone = await device();
    await carry(laptop, phone);
    await beginNext(phone, 'Phone');
    await synced(phone);
    expect(await notes(phone)).toEqual(['second', 'first']);

    await later(phone);
    await change(phone, 'first', 'changed, then removed on the laptop');
    await later(laptop);
    await remove(laptop, 'first');
    await remove(laptop, 'second');
    await later(phone);
    await change(phone, 'second', 'removed on the laptop, then changed');
    await exchange(laptop, phone);
    for (const page of [laptop, phone]) expect(await notes(page)).toEqual(['removed on the laptop, then changed']);

    // A clock a year ahead wins only over what did not know of it.
    await phone.clock.setFixedTime(time + 365 * 86_400_000);
    await reload(phone);
    await unlock(phone, passphrase);
    await change(phone, 'removed on the laptop', 'from the future');
    await exchange(phone, laptop);
    expect(await notes(laptop)).toEqual(['from the future']);
    await synced(laptop, 'The clock of Phone is ahead');
    await change(laptop, 'from the future', 'said after that');
    await exchange(laptop, phone);
    for (const page of [laptop, phone]) expect(await notes(page)).toEqual(['said after that']);
  });

  it('lose nothing by a sync that is killed, or a file that is half there', async () => {
    const laptop = await device();
    await write(laptop, 'first');
    await beginFirst(laptop, 'Laptop');
    const phone = await device();
    await carry(laptop, phone);
    await beginNext(phone, 'Phone');
    await synced(phone);

    const [before] = Object.values(await files(laptop));
    await laptop.evaluate(`
      window.closing = 0;
      FileSystemWritableFileStream.prototype.close = () => { window.closing++; return new Promise(() => {}); };`);
    await write(laptop, 'written while it was killed', 0.4);
    await expect.poll(() => laptop.evaluate('window.closing')).toBe(1);
    expect(Object.values(await files(laptop))).toEqual([before]);
    await laptop.reload();
    expect(Object.values(await files(laptop))).toEqual([before]);
    await unlock(laptop, passphrase);
    await expect.poll(async () => Object.values(await files(laptop))).not.toEqual([before]);
    await synced(laptop);

    // After a restart the browser may want to be asked again; the journal says so.
    await laptop.evaluate(`
      const folder = FileSystemDirectoryHandle.prototype;
      let state = 'prompt';
      folder.queryPermission = async () => state;
      folder.requestPermission = async () => (state = 'granted');`);
    await write(laptop, 'said without permission', 0.6);
    const told = laptop.getByText('wants your permission again');
    await told.getByRole('button', { name: 'Allow it' }).click();
    await told.waitFor({ state: 'detached' });

    const [[name, whole] = ['', '']] = Object.entries(await files(laptop));
    await putFile(phone, name, whole.slice(0, whole.length / 2));
    await syncNow(phone);
    await synced(phone, `Not whole yet, or damaged: ${name}`);
    expect(await notes(phone)).toEqual(['first']);
    await write(phone, 'said meanwhile', 0.6);
    await carry(laptop, phone);
    await syncNow(phone);
    expect(await notes(phone)).toEqual([
      ...['said meanwhile', 'said without permission', 'written while it was killed', 'first'],
    ]);
    await openData(phone);
    expect(await devices(phone).getByText('Not whole yet').count()).toBe(0);
  });

  it('do not begin with whatever was typed where the only file of another is not whole yet', async () => {
    const [laptop, phone] = [await device(), await device()];
    await beginFirst(laptop, 'Laptop');
    const [[name = '', whole = ''] = []] = Object.entries(await files(laptop));
    await putFile(phone, name, whole.slice(0, 100));
    await beginNext(phone, 'Phone', 'mistyped');
    await devices(phone).getByText(`Not whole yet, or damaged: ${name}. Try again`).waitFor();
    // Nothing is locked with that.
    await phone.getByRole('button', { name: 'Lock journal' }).waitFor();
    await putFile(phone, name, whole);
    await devices(phone).getByLabel('Passphrase of the journal').fill(passphrase);
    await devices(phone).getByRole('button', { name: 'Start syncing' }).click();
    await synced(phone, 'with Laptop');
  });

  it('stop without a passphrase, and where everything is deleted; one that comes back has all of it again', async () => {
    const laptop = await device();
    await write(laptop, 'first');
    await setPassphrase(laptop, passphrase);
    await beginNext(laptop, 'Laptop', 'river walk at night');
    await devices(laptop).getByText('That is not the passphrase').waitFor();
    await devices(laptop).getByLabel('Passphrase of the journal').fill(passphrase);
    await devices(laptop).getByRole('button', { name: 'Start syncing' }).click();
    await synced(laptop);

    // A device that began by itself, before it saw the laptop's file.
    const phone = await device();
    await write(phone, 'second', 0.4);
    await setPassphrase(phone, 'another walk by the sea');
    await beginNext(phone, 'Phone', 'another walk by the sea');
    await synced(phone);
    await carry(laptop, phone);
    await syncNow(phone);
    await synced(phone, 'Sealed with another passphrase');
    await openData(phone);
    await devices(phone).getByLabel('Passphrase of the journal').fill(passphrase);
    await devices(phone).getByRole('button', { name: 'Open' }).click();
    await synced(phone, 'with Laptop');
    expect((await notes(phone)).sort()).toEqual(['first', 'second']);

    // Its file goes, too, if that is wanted; the laptop's stays.
    const all = Object.keys(await files(phone));
    await openData(phone);
    await deleteEverything(phone);
    await phone.getByText('Everything was deleted.').waitFor();
    expect(all).toHaveLength(2);
    expect(Object.keys(await files(phone))).toEqual(Object.keys(await files(laptop)));
    // Another passphrase opens the file from then on.
    const [locked] = Object.values(await files(laptop));
    await changePassphrase(laptop, 'a walk in the snow');
    await expect.poll(async () => Object.values(await files(laptop))).not.toEqual([locked]);
    await carry(laptop, phone);
    await beginNext(phone, 'Phone');
    await devices(phone).getByText('That is not the passphrase').waitFor();
    await devices(phone).getByLabel('Passphrase of the journal').fill('a walk in the snow');
    await devices(phone).getByRole('button', { name: 'Start syncing' }).click();
    await synced(phone, 'with Laptop');
    expect(await notes(phone)).toEqual(['first']);

    await removePassphrase(laptop);
    await openData(laptop);
    await devices(laptop).getByRole('button', { name: 'Sync through a folder' }).waitFor();
    expect(JSON.stringify(await stored(laptop))).not.toMatch(/"sync"|Laptop/);
    expect(await notes(laptop)).toEqual(['first']);
  });
});

describe('a WebDAV server', async () => {
  const server = await webdavServer();
  afterAll(server.close);
  const { url: allowed } = await servedPage({ origins: [server.origin] });
  const folder = `${server.origin}/journal`;

  async function askServer(page: Page, password = server.user.password) {
    await openData(page);
    const form = devices(page).locator('details');
    if (!(await form.getAttribute('open'))) await form.locator('summary').click();
    await devices(page).getByLabel('Address of a folder').fill(folder);
    await devices(page).getByLabel('User').fill(server.user.name);
    await devices(page).getByLabel('App password').fill(password);
    await devices(page).getByRole('button', { name: 'Continue' }).click();
  }

  it('holds one whole file of each device, whatever is cut off; what was written offline comes later', async () => {
    const laptop = await device(allowed);
    await write(laptop, 'said on the laptop');
    await askServer(laptop, 'a wrong one');
    await devices(laptop).getByText('does not accept the user or the password').waitFor();
    await devices(laptop).getByLabel('App password').fill(server.user.password);
    await devices(laptop).getByRole('button', { name: 'Continue' }).click();
    await devices(laptop).getByLabel('A passphrase, eight').fill(passphrase);
    await devices(laptop).getByLabel('The same passphrase again').fill(passphrase);
    await devices(laptop).getByRole('button', { name: 'Start syncing' }).click();
    await synced(laptop);
    const first = await server.files();
    expect(Object.keys(first)).toHaveLength(1);
    expect(JSON.stringify(first)).not.toMatch(/laptop|valence/i);
    expect(JSON.stringify(await stored(laptop))).not.toMatch(/127\.0\.0\.1|app password/);

    server.fault.cutsUploads = true;
    await write(laptop, 'cut off', 0.4);
    await expect.poll(server.cut).toBeGreaterThan(0);
    await synced(laptop, 'What you write is kept here and synced later');
    expect(await server.files()).toEqual(first);
    server.fault.cutsUploads = false;
    await syncNow(laptop);
    await expect.poll(async () => Object.values(await server.files())).not.toEqual(Object.values(first));

    const phone = await device(allowed);
    await askServer(phone);
    await devices(phone).getByLabel('Passphrase of the journal').fill(passphrase);
    await devices(phone).getByLabel('What this device is called').fill('Phone');
    await devices(phone).getByRole('button', { name: 'Start syncing' }).click();
    await synced(phone, 'with Laptop');
    expect(await notes(phone)).toEqual(['cut off', 'said on the laptop']);

    // A full server waits for the person: the journal itself tells of it.
    server.fault.answers = (response) => response.writeHead(507).end();
    await syncNow(phone);
    await phone.locator('.sync-problem', { hasText: 'There is no room left' }).waitFor();
    server.fault.answers = undefined;
    await syncNow(phone);
    await phone.locator('.sync-problem').waitFor({ state: 'detached' });

    server.fault.isDown = true;
    await write(phone, 'without a network', 0.6);
    await syncNow(phone);
    await synced(phone, 'does not answer');
    server.fault.isDown = false;
    await syncNow(phone);
    await syncNow(laptop);
    expect(await notes(laptop)).toEqual(['without a network', 'cut off', 'said on the laptop']);
    expect(Object.keys(await server.files())).toHaveLength(2);
    for (const line of server.asked) expect(line).toMatch(/^(PROPFIND|MKCOL|GET|PUT|MOVE) \/journal\//);
  });

  it('is told from what answers in its place; before anything was synced nothing is said of a sync', async () => {
    const page = await device(allowed);
    const again = 'it is tried again';
    const cases: [(response: ServerResponse) => void, string][] = [
      [(response) => response.end('<!doctype html><title>Login</title>'), 'no WebDAV folder; it may be a login page'],
      [(response) => response.writeHead(302, { Location: '/login' }).end(), 'no WebDAV folder'],
      [(response) => response.writeHead(405).end(), 'no WebDAV folder'],
      [(response) => response.writeHead(500).end(), 'It did not work (HTTP 500).'],
      [(response) => response.writeHead(507).end(), 'There is no room left'],
      [
        (response) => {
          response.writeHead(207, { 'Content-Length': 1000 }).write('<?xml');
          setTimeout(() => response.destroy(), 100);
        },
        `${server.origin} does not answer`,
      ],
    ];
    const problem = devices(page).locator('details .problem');
    server.fault.answers = (response) => response.writeHead(404).end();
    await askServer(page);
    await problem.filter({ hasText: 'The folder is not there.' }).waitFor();
    const ask = devices(page).getByRole('button', { name: 'Continue' });
    for (const [answers, said] of cases) {
      server.fault.answers = answers;
      await ask.click();
      await problem.filter({ hasText: said }).waitFor();
      expect(await problem.textContent()).not.toContain(again);
    }
    server.fault.answers = undefined;
    await ask.click();
    await devices(page).getByLabel('What this device is called').waitFor();
  });

  it('is out of reach for a page that was not told of it, which says how', async () => {
    const page = await device();
    const before = server.asked.length;
    await askServer(page);
    await devices(page).getByText(`feeling live --sync-with ${server.origin}`).waitFor();
    expect(server.asked).toHaveLength(before);
    await devices(page).getByLabel('Address of a folder').fill('http://cloud.example.org/journal');
    await devices(page).getByRole('button', { name: 'Continue' }).click();
    await devices(page).getByText('must begin with https://').waitFor();
  });

  it('is reached after a start with --sync-with, also where the page is kept offline', async () => {
    const first = await servePage(appFolder, { port: 0 });
    const page = await openWhole([]);
    await page.goto(`${first.url}#about`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const port = Number(new URL(first.url).port);
    first.server.closeAllConnections();
    await new Promise((resolve) => first.server.close(resolve));

    const second = await servePage(appFolder, { port, origins: [server.origin] });
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await page.getByText('A new version is ready.').waitFor();
    await page.getByRole('button', { name: 'Reload' }).click();
    await openJournal(page, second.url);
    await askServer(page);
    await devices(page).getByLabel('What this device is called').waitFor();
    second.server.closeAllConnections();
    second.server.close();
  });
});
