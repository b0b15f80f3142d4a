/** Text with a limit: what is too long is told and stays, and what a file has too much of is told, too. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { longest } from '../src/mood';
import {
  closeSettings,
  complaints,
  exported,
  importText,
  journalOpener,
  openData,
  openJournal,
} from '../tools/journalPage';
import { servedPage } from '../tools/livePage';

const { url } = await servedPage();
const open = journalOpener();

const tapPlane = (page: Page) => page.locator('.plane').click({ position: { x: 60, y: 60 } });
/** As the clipboard does it: fields that cut would cut this. */
async function paste(page: Page, field: ReturnType<Page['locator']>, text: string) {
  await field.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

it('a note that is too long is told and stays, and is kept once it fits', async () => {
  const page = await open([]);
  const complained = complaints(page);
  await openJournal(page, url);
  await tapPlane(page);
  const note = page.getByRole('textbox', { name: 'Note' });
  const said = page.getByText(/^Too long by/);
  await paste(page, note, `${'n'.repeat(longest.note)}!!`);
  await said.getByText('Too long by 2 characters: 10000 fit.').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  // The browser leads to the field.
  await expect.poll(() => note.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.locator('[data-entry]').count()).toBe(0);
  await note.press('ControlOrMeta+End');
  for (let i = 0; i < 2; i++) await note.press('Backspace');
  // Exactly as long as fits.
  await said.waitFor({ state: 'detached' });
  const tag = page.getByRole('textbox', { name: 'Something else' });
  await paste(page, tag, 't'.repeat(longest.tag + 1));
  await said.getByText('Too long by 1 character: 40 fit.').waitFor();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  expect(await tag.inputValue()).toBe('t'.repeat(longest.tag + 1));
  await tag.press('End');
  await tag.press('Backspace');
  await said.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('[data-entry]').waitFor();
  expect(await exported(page)).toMatchObject([{ note: 'n'.repeat(longest.note), tags: ['t'.repeat(longest.tag)] }]);
  expect(complained).toEqual([]);
});

it('so it is with the name of a group, of a person, and with what is written beside something to do', async () => {
  const page = await open([]);
  await openJournal(page, url);
  await tapPlane(page);
  await page.getByRole('button', { name: 'Edit tags' }).click();
  const sheet = page.getByRole('dialog', { name: 'Your tags' });
  const told = page.getByText('Too long by 1 character: 40 fit.');
  await paste(page, sheet.getByRole('textbox', { name: 'A new group' }), 'g'.repeat(41));
  await told.waitFor();
  await page.keyboard.press('Enter');
  expect(await sheet.getByRole('textbox').count()).toBe(1);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  const group = sheet.getByRole('textbox', { name: 'Name of the group' });
  await paste(page, group, 'h'.repeat(41));
  await told.waitFor();
  await page.keyboard.press('Tab');
  expect(await group.inputValue()).toBe('h'.repeat(41));
  await page.keyboard.press('Escape');

  await openData(page);
  const person = page.getByRole('textbox', { name: 'New profile' });
  await paste(page, person, 'p'.repeat(61));
  await page.getByText('Too long by 1 character: 60 fit.').waitFor();
  await person.press('Enter');
  expect(await person.inputValue()).toBe('p'.repeat(61));
  await closeSettings(page);

  await page.getByRole('link', { name: 'Care', exact: true }).click();
  await tapPlane(page);
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: /^See all/ }).click();
  await page.locator('[data-offer=gratitude]').getByRole('button').first().click();
  await paste(page, page.locator('.activity textarea'), 'c'.repeat(longest.note + 1));
  await page.getByText('Too long by 1 character: 10000 fit.').waitFor();
  await page.locator('.activity').getByRole('button').first().click();
  await page.locator('[data-care=after]').waitFor();
  await tapPlane(page);
  await page.getByRole('button', { name: 'Done' }).click();
  const note = page.locator('.care textarea');
  await expect.poll(() => note.evaluate((field) => field === document.activeElement)).toBe(true);
  await note.press('ControlOrMeta+End');
  await note.press('Backspace');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('[data-care=done]').waitFor();
  expect(await exported(page)).toMatchObject([{ note: 'c'.repeat(longest.note) }]);
});

const daylio = (rows: string[]) => `full_date,date,weekday,time,mood,activities,note_title,note\n${rows.join('\n')}\n`;

it('rows of Daylio of which not all fits are named, and damaged rows in the language of the page', async () => {
  const page = await open([]);
  await openJournal(page, url);
  const said = await importText(
    page,
    'daylio.csv',
    daylio([
      `2026-03-01,,,08:00,good,${'a'.repeat(41)} | reading,,`,
      `2026-03-02,,,08:00,good,reading,,${'n'.repeat(longest.note + 1)}`,
      '2026-03-03,,,08:00,good,reading,,short',
    ]),
  );
  expect(said).toBe(
    '3 added, 0 were there already. 2 rows had more than an entry can hold, and the end is missing: row 2, 3.',
  );

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  const damaged = (entries: unknown[]) => JSON.stringify({ feeling: 'journal', version: 1, entries });
  const plain = { id: 'a', time: '2026-03-01T08:30', tags: [], note: '' };
  const text = async (name: string, content: string) => importText(page, name, content);
  expect(
    await text(
      'mine.json',
      damaged([plain, { ...plain, time: 'never' }, { ...plain, felt: { valence: 2, words: [] } }, { id: 'c' }, 7]),
    ),
  ).toBe(
    '1 dazugekommen, 0 waren schon da. 4 waren nicht lesbar und fehlen: ' +
      'Eintrag 2: time kann nicht "never" sein (richtig: 2026-03-01T08:30); ' +
      'Eintrag 3: felt.valence kann nicht 2 sein (richtig: ≤ 1); Eintrag 4: time fehlt; ' +
      'Eintrag 5: ein Eintrag kann nicht 7 sein.',
  );
  expect(await text('other.json', '{"feeling":"diary"}')).toBe(
    'Aus other.json wurde nichts importiert: feeling kann nicht "diary" sein (richtig: "journal").',
  );
  expect(await text('short.json', '{"feel')).toBe(
    'Aus short.json wurde nichts importiert: die Datei ist abgeschnitten oder beschädigt.',
  );
  expect(await text('days.csv', daylio(['yesterday,,,08:00,good,,,']))).toBe(
    'Aus days.csv wurde nichts importiert: Zeile 2: full_date kann nicht "yesterday" sein (richtig: 2026-03-01).',
  );
});
