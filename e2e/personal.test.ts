/** "Not right?": the page learns how one face looks, keeps it with the journal, and forgets it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { emotions } from '../src/emotion';
import { writeJson } from '../src/mood';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import {
  days,
  exported,
  exportedText,
  importText,
  openJournal,
  setPassphrase,
  stored,
  usual,
  withoutNetworks,
} from '../tools/journalPage';
import { pageOpener, reading, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();

const shows = (page: Page, emotion: string) => page.locator(`[data-face][data-emotion=${emotion}]`).waitFor();
const knows = (page: Page) => page.locator('[data-knows]');

async function correct(page: Page, emotion: string) {
  await page.getByRole('button', { name: 'Not right?' }).click();
  await page.getByRole('group', { name: 'What does the face show?' }).getByRole('button', { name: emotion }).click();
  await page.getByText('Noted.').waitFor();
}

it('five corrections change the word; that outlives a reload, can be compared, is sealed and exported, and forgotten', async () => {
  const page = await open(cameraArguments(await cameraFile([await realFace('calm')])));
  await page.goto(url);
  await page.getByRole('button', { name: 'Skip' }).click();
  await reading(page);
  await shows(page, 'neutral');
  for (let i = 0; i < 5; i++) await correct(page, 'sad');
  await shows(page, 'sad');
  await knows(page).getByText('knows you · Me').waitFor();
  const { violations } = await new AxeBuilder({ page }).include('.panel').analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);

  await page.reload();
  await reading(page);
  await shows(page, 'sad');
  await page.getByLabel('use what it learned').uncheck();
  await shows(page, 'neutral');
  await page.getByLabel('use what it learned').check();
  await shows(page, 'sad');

  await page.getByRole('link', { name: 'Journal' }).click();
  await page.locator('[data-journal=ready]').waitFor();
  const { people } = JSON.parse(await exportedText(page)) as { people: { name: string; corrections: unknown[] }[] };
  expect(people.map(({ name, corrections }) => [name, corrections.length])).toEqual([['Me', 5]]);
  await setPassphrase(page, 'river walk at noon');
  expect(JSON.stringify(await stored(page))).not.toMatch(/correction|profile|features/);

  await page.getByRole('link', { name: 'Live' }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.locator('[data-learned="5"]').waitFor();
  await page.getByRole('button', { name: 'Forget what you learned of me' }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.locator('[data-learned]').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Close' }).click();
  await shows(page, 'neutral');
  expect(await knows(page).count()).toBe(0);
});

it('a database of the version before is carried on, and takes what a file knows of people', async () => {
  const page = await open([]);
  await withoutNetworks(page);
  await page.goto(`${url}NOTICE.txt`);
  await page.evaluate(
    async (journal) => {
      const { entries } = JSON.parse(journal);
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('feeling.journal', 30);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => {
          for (const store of ['entries', 'records']) opening.result.createObjectStore(store, { keyPath: 'id' });
          for (const store of ['locks', 'belongings']) opening.result.createObjectStore(store, { keyPath: 'name' });
        };
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(['entries', 'records'], 'readwrite');
          for (const entry of entries) transaction.objectStore('entries').put(entry);
          transaction.objectStore('records').put({ id: '@own/tags', kind: 'own', name: 'tags', value: ['my garden'] });
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      });
    },
    writeJson(days(2, usual)),
  );
  await openJournal(page, url);
  expect(await exported(page)).toEqual(days(2, usual));
  expect(JSON.stringify((await stored(page))['records'])).toContain('my garden');

  const people = [
    {
      id: 'a-person',
      name: 'Ada',
      corrections: [
        {
          id: 'a-correction',
          correction: {
            time: '2026-03-01T12:00:00.000Z',
            network: { name: 'compact', version: 'aaaaaaaaaaaa' },
            probabilities: emotions.map((emotion) => (emotion === 'sad' ? 0.7 : 0.05)),
            features: [0.5, -2],
            said: ['neutral' as const],
          },
        },
      ],
    },
  ];
  await importText(page, 'journal.json', writeJson([], people));
  expect(JSON.parse(await exportedText(page)).people).toEqual(people);
});
