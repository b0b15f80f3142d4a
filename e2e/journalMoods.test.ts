import { describe, expect, it } from 'vitest';
import { exported, importText, openData, openJournal, reload, withoutNetworks } from '../tools/journalPage';
import { pageOpener, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();

const file = (...rows: string[]) =>
  ['full_date;date;weekday;time;mood;activities;note_title;note', ...rows].join('\r\n');

describe('a journal of Daylio in the person’s own words', () => {
  it('asks once where each mood lies, and remembers it', async () => {
    const page = await open([]);
    await withoutNetworks(page);
    await openJournal(page, url);
    const first = file(
      '2026-03-02;2. März;Montag;18.19;Super;Arbeit | Familie;;',
      '2026-03-01;1. März;Sonntag;07.10;lausig;;;',
    );
    await openData(page);
    expect(await importText(page, 'daylio.csv', first)).toContain('Say where they lie');
    expect(await page.locator('[data-entry]').count()).toBe(0);
    const add = page.getByRole('button', { name: 'Import the file' });
    expect(await add.isDisabled()).toBe(true);
    const answer = (mood: string, place: string) =>
      page
        .getByRole('group', { name: `Where does “${mood}” lie?` })
        .getByRole('button', { name: place, exact: true })
        .click();
    await answer('Super', 'very pleasant');
    await answer('lausig', 'very unpleasant');
    await add.click();
    await page.getByText('2 added, 0 were there already.').waitFor();
    expect((await exported(page)).map(({ time, felt, tags }) => [time, felt?.valence, tags])).toEqual([
      ['2026-03-01T07:10', -1, []],
      ['2026-03-02T18:19', 1, ['Arbeit', 'Familie']],
    ]);

    await reload(page);
    await page.locator('[data-journal=ready]').waitFor();
    await openData(page);
    const second = file('2026-03-03;3. März;Dienstag;6:19 p. m.;super;;;');
    expect(await importText(page, 'later.csv', second)).toBe('1 added, 0 were there already.');
    expect(await page.locator('.keeping fieldset').count()).toBe(0);
  });
});
