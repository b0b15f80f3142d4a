/** A journal of ten years on two devices through a WebDAV server: how long the first sync takes, and those after it. */
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { servePage } from '../src/cli/serving/serve';
import { packageRoot } from '../src/model/node';
import { writeJson } from '../src/mood';
import { launchOptions } from '../tools/browser';
import { checkIn, closeSettings, importText, openData, openJournal, withoutNetworks } from '../tools/journalPage';
import { webdavServer } from '../tools/webdavServer';
import { longJournal } from './longJournal';

const print = (line: string) => process.stdout.write(`${line}\n`);
const passphrase = 'river walk at noon';
const patience = 600_000;

const devices = (page: Page) => page.locator('.devices');

/** Seconds that it takes. */
async function timed(act: () => Promise<unknown>): Promise<string> {
  const start = performance.now();
  await act();
  return ((performance.now() - start) / 1000).toFixed(1);
}

async function start(page: Page) {
  await devices(page).getByRole('button', { name: 'Start syncing' }).click();
  await devices(page).getByText('Last synced').waitFor();
}

async function syncNow(page: Page) {
  await openData(page);
  await devices(page).getByRole('button', { name: 'Sync now' }).click();
  await devices(page).locator('[data-busy=false]').waitFor();
  await closeSettings(page);
}

export async function benchDevices({ aDay }: { aDay: string }) {
  const server = await webdavServer();
  const { url, server: own } = await servePage(join(packageRoot(), 'dist', 'app'), {
    port: 0,
    origins: [server.origin],
  });
  const browser = await chromium.launch(launchOptions([]));
  const device = async () => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(patience);
    await withoutNetworks(page);
    await openJournal(page, url);
    return page;
  };
  const askServer = async (page: Page) => {
    await openData(page);
    await devices(page).locator('details summary').click();
    await devices(page).getByLabel('Address of a folder').fill(`${server.origin}/journal`);
    await devices(page).getByLabel('User').fill(server.user.name);
    await devices(page).getByLabel('App password').fill(server.user.password);
    await devices(page).getByRole('button', { name: 'Continue' }).click();
  };

  const entries = longJournal(Number(aDay));
  const laptop = await device();
  await importText(laptop, 'journal.json', writeJson(entries));
  await askServer(laptop);
  await devices(laptop).getByLabel('A passphrase, eight').fill(passphrase);
  await devices(laptop).getByLabel('The same passphrase again').fill(passphrase);
  const sent = await timed(() => start(laptop));
  await closeSettings(laptop);
  const [file = ''] = Object.values(await server.files());
  print(`${entries.length.toLocaleString('en')} entries, first sync of the first device: ${sent} s (sealed with it)`);
  print(`its file: ${(file.length / 1e6).toFixed(1)} MB`);

  const phone = await device();
  await askServer(phone);
  await devices(phone).getByLabel('Passphrase of the journal').fill(passphrase);
  await devices(phone).getByLabel('What this device is called').fill('Phone');
  print(`first sync of the second device: ${await timed(() => start(phone))} s`);
  await closeSettings(phone);

  await checkIn(laptop, 0.4, 0.2, (page) => page.getByRole('textbox', { name: 'Note' }).fill('one more'));
  print(`one more entry, sent: ${await timed(() => syncNow(laptop))} s`);
  const taken = await timed(async () => {
    await syncNow(phone);
    await phone.locator('[data-entry]', { hasText: 'one more' }).waitFor();
  });
  print(`taken: ${taken} s`);
  await browser.close();
  own.close();
  own.closeAllConnections();
  await server.close();
}
