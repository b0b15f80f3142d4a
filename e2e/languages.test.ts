/** The page in each of its languages: nothing is cut off on a narrow phone, and no other language is seen first. */
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../src/model/node';
import { writeJson } from '../src/mood';
import { cameraArguments, cameraFile } from '../tools/camera';
import { cutOff } from '../tools/cutOff';
import { closeSettings, complaints, importText, journalOpener, openData, reload } from '../tools/journalPage';
import { pageOpener, reading, servedPage, speak } from '../tools/livePage';
import { madeJournal } from '../tools/madeJournal';

const { url } = await servedPage();
const { open } = pageOpener();
const openWithoutNetworks = journalOpener();
const portrait = join(packageRoot(), 'docs', 'portrait.svg');
const photo = { name: 'drawn.jpg', mimeType: 'image/jpeg', buffer: await sharp(portrait).jpeg().toBuffer() };
const viewport = { width: 320, height: 640 };

const languages = ['en', 'de', 'es', 'fr'];

/** Texts of those parts that are not wholly inside it. */
const textsOutside = (around: Element, parts: string) => {
  const { top, bottom, left, right } = around.getBoundingClientRect();
  return [...around.querySelectorAll(parts)]
    .filter((part) => {
      const box = part.getBoundingClientRect();
      return box.top < top || box.bottom > bottom || box.left < left || box.right > right;
    })
    .map((part) => part.textContent);
};

it('without a camera the whole notice is seen on a small phone, in any language, and with text of twice the size', async () => {
  const page = await open([], { viewport: { width: 320, height: 568 } });
  await page.addInitScript(`localStorage['feeling.settings'] ??= '{"introduced":true}'`);
  await page.goto(url);
  await page.locator('.notice button').first().click();
  await page.waitForSelector('html[data-state=no-camera], html[data-state=denied]');
  const devtools = await page.context().newCDPSession(page);
  for (const size of [16, 32]) {
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: size } });
    await expect
      .poll(() => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)))
      .toBe((size * 15) / 16);
    for (const language of languages) {
      await speak(page, language);
      const parts = '.notice strong, .notice span, .notice a, .notice button';
      const outside = await page.locator('.picture').evaluate(textsOutside, parts);
      expect([language, size, outside]).toEqual([language, size, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  }
});

it('what is said over a picture without a face can be read whole on a small phone with text of twice the size', async () => {
  const page = await open(cameraArguments(), { viewport: { width: 320, height: 568 } });
  await page.addInitScript(`localStorage['feeling.settings'] ??= '{"introduced":true,"cameraUsed":true}'`);
  await page.goto(url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  await page.waitForSelector('html[data-state=no-face]');
  for (const language of languages) {
    await speak(page, language);
    const missing = await page.locator('.picture').evaluate((picture) => {
      const { top, bottom } = picture.getBoundingClientRect();
      return [...picture.querySelectorAll('.notice strong, .notice span')]
        .filter((part) => {
          part.scrollIntoView({ block: 'nearest' });
          const box = part.getBoundingClientRect();
          return box.top < top - 1 || box.bottom > bottom + 1;
        })
        .map((part) => part.textContent);
    });
    expect([language, missing]).toEqual([language, []]);
  }
});

it('with text of twice the size nothing reaches out of a phone of 320 pixels: settings, trends and their numbers, the plane', async () => {
  const page = await openWithoutNetworks([], { viewport });
  await page.addInitScript(
    `localStorage['feeling.settings'] ??= '{"introduced":true,"reminders":[{"time":"20:00","weekdays":[1,2,3]}]}'`,
  );
  await page.goto(url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  await openData(page);
  for (const language of languages) {
    await speak(page, language);
    const reaching = await page
      .locator('dialog.sheet')
      .evaluate((sheet) =>
        [...sheet.querySelectorAll('*')]
          .filter((part) => part.getBoundingClientRect().right > innerWidth && !part.closest('.unseen'))
          .map((part) => part.outerHTML.slice(0, 80)),
      );
    expect([language, reaching]).toEqual([language, []]);
  }
  await speak(page, 'en');
  await importText(page, 'made.json', writeJson(madeJournal()));
  await closeSettings(page);
  await page.getByRole('link', { name: 'Trends', exact: true }).click();
  await page.locator('.trend svg').nth(3).waitFor();
  for (const numbers of await page.locator('.trend summary').all()) await numbers.click();
  for (const language of languages) {
    await speak(page, language);
    expect([language, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([language, 320]);
  }
  await page.goto(`${url}#journal`);
  await page.locator('.plane').click({ position: { x: 30, y: 30 } });
  for (const language of languages) {
    await speak(page, language);
    expect([language, await page.locator('.plane').evaluate(textsOutside, '.plane-words span')]).toEqual([
      language,
      [],
    ]);
  }
});

it('the live view is whole on a usual phone, and with text of twice the size on a small one, while the camera is on', async () => {
  const page = await open(cameraArguments(await cameraFile([portrait])), { viewport: { width: 390, height: 844 } });
  await page.addInitScript(`localStorage['feeling.settings'] ??= '{"introduced":true}'`);
  await page.goto(url);
  await reading(page);
  await page.locator('[data-face]').first().waitFor();
  const devtools = await page.context().newCDPSession(page);
  for (const [width, size] of [
    [390, 16],
    [320, 32],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: size } });
    for (const language of languages) {
      await speak(page, language);
      // The camera's sign is its light alone where text is large.
      const cut = async () => (await cutOff(page)).filter((what) => !what.startsWith('p.camera-on'));
      await expect.poll(async () => [width, language, await cut()]).toEqual([width, language, []]);
    }
  }
});

it('with text of twice the size nothing is cut off on a laptop, nor where a network is trained on a phone', async () => {
  const page = await openWithoutNetworks([], { viewport: { width: 1440, height: 900 } });
  await page.addInitScript(`localStorage['feeling.settings'] ??= '{"introduced":true}'`);
  await page.goto(`${url}#train`);
  await page.locator('[data-training=empty]').waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const view of width > 320 ? ['live', 'journal', 'trends', 'care', 'files', 'train'] : ['train']) {
      await page.goto(`${url}#${view}`);
      await page.locator('main').waitFor();
      for (const language of languages) {
        await speak(page, language);
        await expect.poll(async () => [width, view, language, await cutOff(page)]).toEqual([width, view, language, []]);
      }
    }
  }
  // A number is as large as the words around it.
  const sizes = await page
    .locator('.choices')
    .evaluate((form) =>
      ['input[type=number]', 'select'].map((one) => getComputedStyle(form.querySelector(one)!).fontSize),
    );
  expect(sizes).toEqual(['30px', '30px']);
});

it('the words around a place stay on the plane after another view, a reload, and when the window is made smaller', async () => {
  const page = await openWithoutNetworks([], { viewport: { width: 800, height: 800 } });
  await page.addInitScript(`localStorage['feeling.settings'] ??= '{"introduced":true}'`);
  await page.goto(`${url}#journal`);
  const plane = page.locator('.plane');
  const shown = plane.locator('.plane-words span');
  const { width } = (await plane.boundingBox()) as { width: number };
  await plane.click({ position: { x: width - 20, y: 60 } });
  const before = await shown.allTextContents();
  expect(before.length).toBeGreaterThan(1);
  await page.getByRole('link', { name: 'Care', exact: true }).click();
  await page.getByRole('link', { name: 'Journal', exact: true }).click();
  await expect.poll(() => shown.allTextContents()).toEqual(before);
  expect(await plane.evaluate(textsOutside, '.plane-words span')).toEqual([]);
  await reload(page);
  await expect.poll(() => shown.allTextContents()).toEqual(before);
  await page.setViewportSize({ width: 320, height: 568 });
  await expect.poll(() => plane.evaluate(textsOutside, '.plane-words span')).toEqual([]);
});

it('on a phone of 320 pixels nothing is cut off, in any view and any language', async () => {
  const camera = await cameraFile([portrait]);
  const page = await open(cameraArguments(camera), { viewport });
  const complained = complaints(page);
  const found: string[] = [];
  const look = async (where: string) => {
    for (const language of languages) {
      await speak(page, language);
      // A camera's own name, here that of its file, is as long as it is.
      const cut = (await cutOff(page)).filter((what) => !what.includes(camera));
      found.push(...cut.map((what) => `${language}, ${where}: ${what}`));
    }
    await speak(page, 'en');
  };
  const show = (view: string) => page.getByRole('link', { name: view, exact: true }).click();
  await page.goto(url);
  for (const title of ['It reads expressions', 'It does not know feelings', 'It stays here']) {
    await page.getByRole('heading', { name: title }).waitFor();
    await look(title);
    await page.getByRole('button', { name: /Next|Begin/ }).click();
  }
  await reading(page);
  await page.locator('[data-face]').first().waitFor();
  await look('live');

  await show('Files');
  await look('files');
  await page.locator('input[type=file]').setInputFiles([photo]);
  await page.locator('[data-read=done]').waitFor();
  await look('a photo');

  await show('Journal');
  await page.locator('[data-journal=ready]').waitFor();
  await look('journal, empty');
  const [latest, ...others] = madeJournal().reverse();
  if (latest) await importText(page, 'made.json', writeJson([...others, { ...latest, note: 'x'.repeat(60) }]));
  await openData(page);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await look('settings');
  await closeSettings(page);
  await page.locator('.plane').click({ position: { x: 60, y: 60 } });
  await look('journal');
  await show('Trends');
  await page.locator('.trend svg').nth(3).waitFor();
  await look('trends');
  await show('Care');
  await page.locator('.plane').click({ position: { x: 60, y: 160 } });
  await page.getByRole('button', { name: 'Show' }).click();
  await page.locator('[data-offer]').first().waitFor();
  await look('care');
  await page.goto(`${url}#about`);
  await page.locator('.about').waitFor();
  await look('about');
  expect(found).toEqual([]);
  expect(complained).toEqual([]);
});

describe('a language that is loaded when it is wanted', () => {
  it('is the first that is seen, is chosen in the settings, and is there without a network', async () => {
    const page = await openWithoutNetworks([], { viewport, locale: 'es-ES' });
    const seen = page.waitForFunction(() => document.querySelector('header p')?.textContent);
    await page.goto(url);
    expect(await (await seen).jsonValue()).toBe('solo en este dispositivo');
    await page.getByRole('button', { name: 'Ajustes', exact: true }).click();
    const choice = page.getByRole('combobox', { name: 'Idioma' });
    expect(await choice.locator('option').allTextContents()).toEqual([
      'Igual que el sistema',
      'English',
      'Deutsch',
      'Español',
      'Français',
    ]);
    await choice.selectOption('Français');
    await page.getByRole('dialog', { name: 'Réglages' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('fr');
    await page.getByRole('combobox', { name: 'Langue' }).selectOption('Comme le système');
    await page.getByRole('dialog', { name: 'Ajustes' }).waitFor();
  });

  it('begins in English where its words cannot be had', async () => {
    // A service worker would have the words all the same.
    const page = await openWithoutNetworks([], { viewport, locale: 'fr-FR', serviceWorkers: 'block' });
    await page.context().route(/assets\/fr-/, (route) => route.abort());
    await page.goto(url);
    await page.getByRole('navigation').getByRole('link', { name: 'Journal' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  });
});
