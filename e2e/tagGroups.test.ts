/** Groups of one's own tags: made, filled and removed in the page, kept sealed, carried by a file. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { cutOff } from '../tools/cutOff';
import {
  checkIn,
  complaints,
  exportedText,
  importText,
  journalOpener,
  lockNow,
  openJournal,
  setPassphrase,
  stored,
  unlock,
} from '../tools/journalPage';
import { servedPage } from '../tools/livePage';

const { url } = await servedPage();
const open = journalOpener();
/** As long as a tag may be, without a place to break it. */
const longTag = 'Donaudampfschifffahrtskapitänsmützenreif';

const tapPlane = (page: Page) => page.locator('.plane').click({ position: { x: 60, y: 60 } });
const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
const tagsIn = async (page: Page, name: string) =>
  (await group(page, name).locator('button[aria-pressed]').allTextContents()).sort();
const sheetOf = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit tags' }).click();
  return page.getByRole('dialog', { name: 'Your tags' });
};

it('hold tags together in the check-in, survive their removal, a lock and a file', async () => {
  const page = await open([], { viewport: { width: 320, height: 568 } });
  const complained = complaints(page);
  await openJournal(page, url);
  await tapPlane(page);
  // On the smallest phone, too, the plane and Done are in one view, and the first words.
  const [plane, words, done, tabs] = await Promise.all(
    [
      page.locator('.plane'),
      page.getByRole('group', { name: 'Which words fit?' }).locator('button').first(),
      page.getByRole('button', { name: 'Done' }),
      page.getByRole('navigation'),
    ].map((part) => part.boundingBox()),
  );
  const end = (box: typeof plane = null) => (box ? box.y + box.height : Number.NaN);
  expect(plane?.y).toBeGreaterThan(0);
  expect(end(words)).toBeLessThanOrEqual(done?.y ?? 0);
  expect(end(done)).toBeLessThanOrEqual(tabs?.y ?? 0);
  for (const tag of ['climbing', longTag]) {
    await page.getByRole('textbox', { name: 'Something else' }).fill(tag);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  }
  const sheet = await sheetOf(page);
  for (const name of ['Sport', `Of ${longTag.slice(0, 37)}`]) {
    await sheet.getByRole('textbox', { name: 'A new group' }).fill(name);
    await sheet.getByRole('button', { name: 'Add' }).click();
    await sheet.getByRole('textbox', { name: `Name of the group “${name}”` }).waitFor();
  }
  await sheet.getByRole('combobox', { name: 'climbing' }).selectOption('Sport');
  await sheet.getByRole('combobox', { name: 'movement' }).selectOption('Sport');
  await sheet.getByRole('combobox', { name: longTag }).selectOption(`Of ${longTag.slice(0, 37)}`);
  expect((await cutOff(page)).filter((line) => !line.includes('is a choice longer than its field'))).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => tagsIn(page, 'Sport')).toEqual(['climbing', 'movement']);
  expect(await tagsIn(page, 'What’s going on?')).not.toContain('movement');
  expect(await cutOff(page)).toEqual([]);

  // What was chosen before stays chosen, and an entry of it is as any other.
  expect(await group(page, 'Sport').getByRole('button', { name: 'climbing' }).getAttribute('aria-pressed')).toBe(
    'true',
  );
  await checkIn(page, 0.5, 0.5);
  await page.locator('[data-entry] .tags').getByText(longTag).waitFor();
  expect(await cutOff(page)).toEqual([]);

  await tapPlane(page);
  await sheetOf(page);
  await sheet.getByRole('textbox', { name: 'Name of the group “Sport”' }).fill('Moving');
  await page.keyboard.press('Enter');
  await sheet.getByRole('button', { name: 'Remove the group “Moving”' }).click();
  await sheet.getByText('“Moving” was removed. Its tags are kept.').waitFor();
  await sheet.getByRole('button', { name: 'Bring it back' }).click();
  await sheet.getByRole('textbox', { name: 'Name of the group “Moving”' }).waitFor();
  await sheet.getByRole('button', { name: /^Remove the group “Of/ }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => tagsIn(page, 'What’s going on?')).toContain(longTag);
  expect(await tagsIn(page, 'Moving')).toEqual(['climbing', 'movement']);

  const text = await exportedText(page);
  expect(JSON.parse(text).tagGroups).toEqual([{ name: 'Moving', tags: ['climbing', 'movement'] }]);
  await setPassphrase(page, 'twelve green apples');
  expect(JSON.stringify(await stored(page))).not.toMatch(/Moving|climbing/);
  await lockNow(page);
  await unlock(page, 'twelve green apples');
  await tapPlane(page);
  await expect.poll(() => tagsIn(page, 'Moving')).toEqual(['climbing', 'movement']);
  expect(complained).toEqual([]);

  const other = await open([]);
  await openJournal(other, url);
  await importText(other, 'mine.json', text);
  await tapPlane(other);
  await expect.poll(() => tagsIn(other, 'Moving')).toEqual(['climbing', 'movement']);
});
