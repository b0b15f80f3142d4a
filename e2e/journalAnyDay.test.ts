/** Ten seconds, any day, found again: the check-in, the calendar, the search, and what trends and care answer. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type JournalEntry, writeJson } from '../src/mood';
import {
  checkIn,
  closeSettings,
  complaints,
  exported,
  importText,
  journalOpener,
  openData,
  openJournal,
  reload,
  setPassphrase,
  stored,
  unlock,
} from '../tools/journalPage';
import { servedPage } from '../tools/livePage';

const { url } = await servedPage();
const open = journalOpener();
const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`,
  );
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('the check-in', () => {
  it('fits a phone from plane to Done, names the place while it is dragged, and leads to what was saved', async () => {
    const page = await open([], { viewport: { width: 390, height: 844 }, locale: 'en' });
    const complained = complaints(page);
    await openJournal(page, url);
    const form = page.getByRole('form', { name: 'Check-in' });
    const plane = page.locator('.plane');
    const { x, y, width, height } = (await plane.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
    await page.mouse.down();
    const said = page.locator('.plane-place');
    const shown = () => page.locator('.plane-words span').allTextContents();
    await page.mouse.move(x + 0.85 * width, y + 0.2 * height, { steps: 3 });
    await expect.poll(() => said.textContent()).toMatch(/^very pleasant, very high energy: near “/);
    const high = await shown();
    expect(high.length).toBeGreaterThan(2);
    await page.mouse.move(x + 0.15 * width, y + 0.85 * height, { steps: 3 });
    await expect.poll(() => said.textContent()).toMatch(/^very unpleasant, very low energy: near “/);
    expect((await shown()).filter((word) => high.includes(word))).toEqual([]);
    await page.mouse.up();

    // All of it lies between the head of the page and its tabs, and Done is there before anything is scrolled.
    const top = await form.getByRole('group', { name: 'When' }).boundingBox();
    const done = await form.getByRole('button', { name: 'Done' }).boundingBox();
    const tabs = await page.getByRole('navigation').boundingBox();
    expect(top?.y).toBeGreaterThan(0);
    expect((done?.y ?? 0) + (done?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
    for (const part of [
      form.getByRole('group', { name: 'Which words fit?' }),
      form.getByRole('textbox', { name: 'Note' }),
    ]) {
      const box = await part.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
    }
    expect(await violations(page)).toEqual([]);
    expect(await fits(page)).toBe(true);

    await form.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-entry'))).toBe(true);
    const saved = await page.locator('[data-entry]').boundingBox();
    expect((saved?.y ?? 0) + (saved?.height ?? Number.POSITIVE_INFINITY)).toBeLessThan(tabs?.y ?? 0);
    // The whole title is on the card, and what can be done with it on a line below.
    const card = page.locator('[data-entry]');
    const [title, line] = [await card.locator('h4').boundingBox(), await card.locator('.entry-line').boundingBox()];
    expect(line?.y).toBeGreaterThanOrEqual((title?.y ?? 0) + (title?.height ?? 0) - 1);
    expect(complained).toEqual([]);
  });

  it('can be of earlier today, of yesterday and of a day, and a day begins at an hour of one’s own', async () => {
    const page = await open([], { timezoneId: 'UTC' });
    // At half past one it is still the evening before.
    await page.clock.setFixedTime(new Date('2026-03-11T01:30:00Z'));
    await openJournal(page, url);
    const form = page.getByRole('form', { name: 'Check-in' });
    const moment = (name: string) => form.getByRole('button', { name, exact: true }).click();
    await checkIn(page, 0.3, 0.1);
    expect(await page.locator('.day h3').allTextContents()).toEqual(['Today']);

    await moment('Earlier today');
    const clock = form.getByLabel('Time', { exact: true });
    await clock.fill('22:10');
    await checkIn(page, 0.1, 0.1, async () => {}, false);
    await moment('Yesterday');
    expect(await clock.inputValue()).toBe('20:00');
    await clock.fill('00:45');
    await checkIn(page, -0.4, 0.1, async () => {}, false);
    await moment('A day');
    const when = form.getByLabel('Day and time');
    await when.fill('2026-03-02T03:00');
    await form.getByText('This counts for Sunday, March 1, 2026.').waitFor();
    await checkIn(page, 0.6, 0.1, async () => {}, false);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect((await exported(page)).map(({ time }) => time.slice(0, 16))).toEqual([
      '2026-03-02T03:00',
      '2026-03-10T00:45',
      '2026-03-10T22:10',
      '2026-03-11T01:30',
    ]);
    expect(await page.locator('.day h3').allTextContents()).toEqual(['Today', 'Yesterday', 'Sunday, March 1, 2026']);

    // Nothing can be written of what has not been.
    await moment('Earlier today');
    await clock.fill('02:10');
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await form.getByRole('button', { name: 'Done' }).click();
    await form.getByText('That is later than now.').waitFor();
    expect(await exported(page)).toHaveLength(4);
    await moment('Now');

    await openData(page);
    await page.getByLabel('A day begins at').selectOption('0');
    await closeSettings(page);
    expect(await page.locator('.day h3').allTextContents()).toEqual(['Today', 'Yesterday', 'Monday, March 2, 2026']);
    expect(await page.locator('.day').first().locator('[data-entry]').count()).toBe(1);
    // What is offered first is what was chosen most.
    await checkIn(page, 0.2, 0.2, () =>
      form
        .getByRole('button', { name: 'hobby' })
        .click()
        .then(() => {}),
    );
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    const tags = form.getByRole('group', { name: 'What’s going on?' }).getByRole('button');
    expect((await tags.first().textContent())?.trim()).toBe('hobby');
    expect(await tags.first().locator('svg').count()).toBe(1);
  });
});

describe('entries', () => {
  const told: JournalEntry[] = [
    ['2026-02-20T09:00', 'A walk by the river', ['calm'], ['movement']],
    ['2026-03-01T09:00', 'Tea with Ana', ['happy', 'calm'], ['people']],
    ['2026-03-05T09:00', 'Too many meetings', ['stressed'], ['work']],
  ].map(([time, note, words, tags], i) => ({
    id: `told-${i}`,
    time: time as string,
    felt: { valence: i === 2 ? -0.6 : 0.5, energy: 0, words: words as string[] },
    tags: tags as string[],
    note: note as string,
  }));

  it('are found by day, by text, by tag and by word; an empty day takes one', async () => {
    const page = await open([], { viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
    const complained = complaints(page);
    await page.clock.setFixedTime(new Date('2026-03-11T12:00:00Z'));
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(told));
    const notes = () => page.locator('.entry-note').allTextContents();
    const search = page.getByRole('searchbox', { name: 'Search notes, words and tags' });
    await search.fill('river');
    await expect.poll(notes).toEqual(['A walk by the river']);
    await page.getByText('1 entry', { exact: false }).first().waitFor();
    await search.fill('CALM');
    await expect.poll(notes).toEqual(['Tea with Ana', 'A walk by the river']);
    await page.getByRole('combobox', { name: 'Tag' }).selectOption('people');
    await expect.poll(notes).toEqual(['Tea with Ana']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'Feeling word' }).selectOption('stressed');
    await expect.poll(notes).toEqual(['Too many meetings']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(async () => (await notes()).length).toBe(3);

    const calendar = page.getByRole('region', { name: 'Calendar' });
    await calendar.getByRole('button', { name: 'Thursday, March 5, 2026: 1 entry, very unpleasant' }).click();
    await expect.poll(notes).toEqual(['Too many meetings']);
    await calendar.getByRole('button', { name: 'Month before' }).click();
    await calendar.getByRole('button', { name: 'Friday, February 20, 2026: 1 entry, rather pleasant' }).click();
    await expect.poll(notes).toEqual(['A walk by the river']);
    // By keyboard alone, over the end of the month.
    await calendar.getByRole('button', { name: /^Friday, February 20/ }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Friday, March 6, 2026: no entry');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Day and time').inputValue()).toBe('2026-03-06T20:00');
    await checkIn(page, 0.2, 0, () => page.getByRole('textbox', { name: 'Note' }).fill('remembered'), false);
    await expect.poll(notes).toEqual(['remembered']);
    expect((await exported(page)).find(({ note }) => note === 'remembered')?.time).toMatch(/^2026-03-06T20:00/);
    expect(await calendar.getByRole('button', { name: /March 12, 2026/ }).isDisabled()).toBe(true);
    // A square of the year leads to its day.
    await page.getByRole('link', { name: 'Trends' }).click();
    const square = page.locator(`[data-day="${Math.floor(Date.parse('2026-03-05') / 86_400_000)}"]`);
    await square.click();
    await expect.poll(notes).toEqual(['Too many meetings']);
    expect(complained).toEqual([]);
  });
});

describe('trends', () => {
  it('answer in sentences, with months, decimals and words of the language', async () => {
    const page = await open([], { timezoneId: 'UTC', viewport: { width: 1440, height: 900 } });
    const complained = complaints(page);
    await page.clock.setFixedTime(new Date('2026-03-11T12:00:00Z'));
    await openJournal(page, url);
    // Twelve weeks, Wednesdays lower, mornings with more energy, January the best month.
    const made = Array.from({ length: 84 }, (_, i) => new Date(Date.UTC(2026, 2, 11) - (84 - i) * 86_400_000)).flatMap(
      (date) =>
        ['08:15', '20:30'].map((clock, part): JournalEntry => {
          const day = date.toISOString().slice(0, 10);
          const wave = 0.05 * Math.sin(date.getTime() / 5e7);
          const valence = 0.3 + wave - (date.getUTCDay() === 3 ? 0.26 : 0) + (date.getUTCMonth() === 0 ? 0.2 : 0);
          return {
            id: `made-${day}-${part}`,
            time: `${day}T${clock}`,
            felt: {
              valence: Math.round(valence * 100) / 100,
              energy: part ? -0.3 : 0.2,
              words: part ? ['calm'] : ['fine', 'calm'],
            },
            tags: [],
            note: '',
          };
        }),
    );
    await importText(page, 'mine.json', writeJson(made));
    await page.getByRole('link', { name: 'Trends' }).click();
    const heading = (name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
    await heading('Mostly pleasant; January was best');
    await heading(/^Wednesdays are usually less pleasant, by 0\.2\d ± 0\.0\d \(12 Wednesdays\)$/);
    await heading('Mostly medium; you have most in the morning');
    await heading('“calm” most often (168 times), then “fine”');
    await heading(
      /^Less pleasant than the month before, by 0\.0\d \(10 days with a check-in\)$|^Much like the month before \(10 days/,
    );
    // March until today is a month, and February is another.
    await page.getByRole('button', { name: 'Before', exact: true }).click();
    await page.getByText('February 2026', { exact: true }).first().waitFor();
    await heading(/^Less pleasant than the month before, by 0\.\d\d \(28 days with a check-in\)$/);
    const grid = page.locator('.year-grid');
    expect(await grid.locator('.day-square').count()).toBe(365);
    expect(await grid.locator('.day-square.empty-day').count()).toBe(365 - 84);
    const [first, second] = [page.locator('.trend').nth(1), page.locator('.trend').nth(2)];
    expect((await second.boundingBox())?.x).toBeGreaterThan(((await first.boundingBox())?.x ?? 0) + 300);
    await page.locator('.plot svg').nth(5).waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
    await page.getByRole('button', { name: 'Schließen', exact: true }).click();
    await heading('Meist angenehm; am besten war der Januar');
    await heading(/^Mittwochs ist es meist weniger angenehm, um 0,2\d ± 0,0\d \(12 Mittwoche\)$/);
    await page.getByText('Februar 2026', { exact: true }).first().waitFor();
    expect(await page.locator('.trend svg').allTextContents()).not.toContain('Mar');
    // Plots are drawn anew a moment after the sentences.
    const figures = () => page.locator('.trend h3, .trend td, .trend svg text').allTextContents();
    await expect.poll(async () => (await figures()).filter((figure) => /(^|[^.\d])\d\.\d/.test(figure))).toEqual([]);
    await expect
      .poll(async () => (await figures()).filter((figure) => /\d,\d/.test(figure)).length)
      .toBeGreaterThan(20);
    expect(complained).toEqual([]);
  });
});

describe('care', () => {
  it('shows all seven, is written in, can be cancelled, and ends with before and after', async () => {
    const page = await open([], { viewport: { width: 390, height: 844 } });
    const complained = complaints(page);
    await openJournal(page, url);
    await checkIn(page, -0.6, -0.5);
    await page.getByRole('link', { name: 'Care' }).click();
    await page.getByRole('button', { name: 'See all 7' }).click();
    const all = page.locator('[data-offer]');
    expect(await all.count()).toBe(7);
    expect(await all.locator('h3 svg').count()).toBe(7);
    expect(await all.locator('.duration').allTextContents()).toEqual([
      '3 min',
      '5 min',
      '4 min',
      '10 min',
      'as long as you like',
      '5 min',
      '30 min',
    ]);
    // Nobody is timed on the telephone.
    await page.locator('[data-offer=call]').getByRole('button', { name: 'Start' }).click();
    expect(await page.locator('.activity').textContent()).not.toMatch(/\d:\d\d/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await all.count()).toBe(7);
    await page.locator('[data-offer=gratitude]').getByRole('button', { name: 'Start' }).click();
    const writing = page.getByRole('textbox', { name: 'Write here; it is kept with your entry.' });
    await writing.fill('The bread was warm.');
    // It outlives a lock, sealed.
    await expect.poll(async () => JSON.stringify(await stored(page))).toContain('bread');
    await setPassphrase(page, 'river walk at noon');
    expect(JSON.stringify(await stored(page))).not.toContain('bread');
    await page.getByRole('link', { name: 'Journal' }).click();
    // So does that it is being done, also where the page is loaded again.
    await reload(page);
    await unlock(page, 'river walk at noon');
    await page.getByRole('link', { name: 'Care' }).click();
    await page.locator('[data-care=do]').getByRole('heading', { name: 'Three good things' }).waitFor();
    expect(await writing.inputValue()).toBe('The bread was warm.');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'I’m done' }).click();
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('The bread was warm.');
    await page.getByRole('slider', { name: 'Unpleasant to pleasant' }).fill('0.4');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText(/^Before: (very|rather) unpleasant, rather low energy$/).waitFor();
    await page.getByText('After: rather pleasant, medium energy').waitFor();
    await page.getByRole('link', { name: 'Back to your entries' }).click();
    await page.locator('.entry-note').getByText('The bread was warm.').waitFor();
    const entry = (await exported(page)).at(-1);
    expect(entry).toMatchObject({ note: 'The bread was warm.', tried: { activity: 'gratitude' } });
    // The text is an entry now, and no draft any more.
    await page.getByRole('link', { name: 'Care' }).click();
    await page.getByRole('button', { name: 'See all 7' }).click();
    await page.locator('[data-offer=gratitude]').getByRole('button', { name: 'Start' }).click();
    expect(await writing.inputValue()).toBe('');
    expect(complained).toEqual([]);
  });
});

describe('the journal over weeks', () => {
  it('looks back on the week once, on the day of one’s choice, and leads to whom one can call', async () => {
    const page = await open([], { timezoneId: 'UTC' });
    // A Wednesday.
    await page.clock.setFixedTime(new Date('2026-03-11T12:00:00Z'));
    await openJournal(page, url);
    const low = Array.from({ length: 12 }, (_, i): JournalEntry => {
      const day = new Date(Date.UTC(2026, 1, 27) + i * 86_400_000).toISOString().slice(0, 10);
      return {
        id: `low-${i}`,
        time: `${day}T09:00`,
        felt: { valence: -0.8, energy: 0, words: ['tired'] },
        tags: ['work'],
        note: '',
      };
    });
    await importText(page, 'mine.json', writeJson(low));
    const card = page.getByRole('region', { name: 'Your week' });
    // Mondays are chosen, and this one was the day before yesterday.
    await card.getByText('The last seven days were very unpleasant on the whole (7 days with entries)').waitFor();
    await card.getByText('You often said: tired.').waitFor();
    await card.getByText('Often there: work.').waitFor();
    await card.getByRole('button', { name: 'Put away' }).click();
    await card.waitFor({ state: 'detached' });
    await reload(page);
    await page.locator('[data-entry]').first().waitFor();
    expect(await card.count()).toBe(0);
    await openData(page);
    await page.getByLabel('Look back on the week on').selectOption('Wednesday');
    await closeSettings(page);
    await card.waitFor();

    const lines = page.getByRole('region', { name: 'Two weeks' });
    expect(await lines.getByRole('link', { name: '988' }).getAttribute('href')).toBe('tel:988');
    expect(await lines.getByRole('link', { name: 'findahelpline.com' }).getAttribute('href')).toBe(
      'https://findahelpline.com',
    );
    await lines.getByRole('button', { name: 'Edit the list' }).click();
    await lines.getByRole('textbox').fill('My sister: 0170 1234567');
    await lines.getByRole('button', { name: 'Done' }).click();
    expect(await lines.getByRole('link').getAttribute('href')).toBe('tel:01701234567');
    expect(await violations(page)).toEqual([]);
  });

  it('reminds at several times, on weekdays of one’s choice, and knows the one of an earlier version', async () => {
    const page = await open([], { permissions: ['notifications'], serviceWorkers: 'block', timezoneId: 'UTC' });
    await page.addInitScript(`
      window.shown = [];
      window.Notification = class {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title) { window.shown.push(title); }
      };
      localStorage.getItem('feeling.settings') ??
        localStorage.setItem('feeling.settings', '{"introduced":true,"reminder":"20:00"}');`);
    const shown = () => page.evaluate<number>('window.shown.length');
    // A Sunday.
    await page.clock.install({ time: new Date('2026-03-01T19:00:00Z') });
    await openJournal(page, url);
    await openData(page);
    const first = page.getByRole('group', { name: 'Reminder 1' });
    expect(await first.getByLabel('Remind me of a check-in at').inputValue()).toBe('20:00');
    expect(await first.getByRole('button', { pressed: true }).count()).toBe(7);
    await first.getByRole('button', { name: 'Sunday' }).click();
    await page.getByRole('button', { name: 'Add a reminder' }).click();
    const second = page.getByRole('group', { name: 'Reminder 2' });
    await second.getByLabel('Remind me of a check-in at').fill('21:00');
    await second.getByLabel('Remind me of a check-in at').blur();
    await closeSettings(page);
    await page.clock.runFor('01:30:00');
    expect(await shown()).toBe(0);
    await page.clock.runFor('01:00:00');
    await expect.poll(shown).toBe(1);
    // Monday has both.
    await page.clock.runFor('24:00:00');
    await expect.poll(shown).toBe(3);
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('feeling.settings') ?? '{}'));
    expect(kept.reminders).toEqual([
      { time: '20:00', weekdays: [1, 2, 3, 4, 5, 6] },
      { time: '21:00', weekdays: [1, 2, 3, 4, 5, 6, 0] },
    ]);
    // The browser takes its permission back: the settings say that nothing will come.
    await page.evaluate(() => Object.assign(window.Notification, { permission: 'denied' }));
    await openData(page);
    await page.getByRole('alert').getByText('Your browser said no to notifications').waitFor();
    const notComing = first.getByText('no day is chosen');
    for (let left = 6; left > 0; left--) {
      expect(await notComing.count()).toBe(0);
      await first.getByRole('button', { pressed: true }).first().click();
    }
    await notComing.waitFor();
    await second.getByRole('button', { name: 'Remove' }).click();
    await first.getByRole('button', { name: 'Remove' }).click();
    expect(await page.locator('.reminder').count()).toBe(0);
    await reload(page);
    await openData(page);
    expect(await page.locator('.reminder').count()).toBe(0);
  });
});
