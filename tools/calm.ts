/** How calm the page is to watch: the browser's own layout shifts, and how often the words of a face change. */
import type { Page } from 'playwright-core';

interface Watched {
  shifts: { value: number; what: string }[];
  words: string[];
}
declare const calmWatch: Watched;

/** Before the page opens: notes each layout shift that no press has made, and each change of the words that are shown in full. */
export async function watchCalm(page: Page) {
  await page.addInitScript(() => {
    const watch: Watched = { shifts: [], words: [] };
    Object.assign(window, { calmWatch: watch });
    interface LayoutShift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        if (hadRecentInput) continue;
        const what = sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.getAttribute('class')}` : String(node?.textContent),
        );
        watch.shifts.push({ value, what: what.join(', ') });
      }
    }).observe({ type: 'layout-shift', buffered: true });
    new MutationObserver(() => {
      const reads = document.querySelector('.card.chosen[data-face] .reads');
      const said = reads?.textContent?.replace(reads.querySelector('.face-number')?.textContent ?? '', '');
      if (said && said !== watch.words.at(-1)) watch.words.push(said);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return {
    /** From now on. */
    reset: () =>
      page.evaluate(() => {
        calmWatch.shifts.length = 0;
        calmWatch.words.length = Math.min(1, calmWatch.words.length);
      }),
    shifts: () => page.evaluate(() => calmWatch.shifts),
    /** How often the words changed. */
    changes: () => page.evaluate(() => Math.max(0, calmWatch.words.length - 1)),
    words: () => page.evaluate(() => calmWatch.words),
  };
}
