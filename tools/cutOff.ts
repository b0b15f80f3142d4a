/** Finds text of the page that is cut off, runs into other text, or lies where nobody can see it. */
import type { Page } from 'playwright-core';

/** What is cut off in the view that is shown, each in a line; whatever the person can scroll to is not. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const tell = (element: Element, text: string, why: string) =>
      found.add(`${name(element)} "${text.trim().slice(0, 60)}" ${why}`);
    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      // For whoever hears the page alone.
      element.getBoundingClientRect().width > 1;
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    const width = (text: string, style: CSSStyleDeclaration) => {
      canvas.font = style.font;
      return canvas.measureText(text).width;
    };

    if (document.documentElement.scrollWidth > innerWidth)
      found.add(`the page is ${document.documentElement.scrollWidth} pixels wide where ${innerWidth} are there`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent ?? '';
      if (!text.trim() || !element || /^(script|style|option|title|noscript)$/i.test(element.tagName)) continue;
      if (!isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      if (left === right) continue;
      let isScrolled = false;
      for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (scrolls(around)) {
          isScrolled = around.scrollWidth > around.clientWidth;
          // A row or a table may go sideways, a view or a sheet not.
          if (isScrolled && around.matches('main, dialog, form')) tell(around, text, 'scrolls sideways');
          break;
        }
        const box = around.getBoundingClientRect();
        const clips = style.overflowX !== 'visible' || around instanceof SVGSVGElement;
        if (clips && (left < box.left - 1 || right > box.right + 1))
          tell(element, text, `is cut off by ${name(around)}`);
        // A button's own text goes no further than the button.
        if (
          around.matches('button, a, label, .chip') &&
          style.display !== 'inline' &&
          (left < box.left - 1 || right > box.right + 1)
        )
          tell(element, text, `reaches out of ${name(around)}`);
      }
      if (!isScrolled && (left < -1 || right > innerWidth + 1)) tell(element, text, `lies at ${left}–${right}`);
      if (
        element instanceof HTMLElement &&
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth + 1 &&
        !scrolls(element)
      )
        tell(element, text, `needs ${element.scrollWidth} pixels where ${element.clientWidth} are there`);
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
      if (!isShown(field)) continue;
      const style = getComputedStyle(field);
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if (width(field.placeholder, style) > room + 1) tell(field, field.placeholder, 'is a hint longer than its field');
    }
    for (const choice of document.querySelectorAll('select')) {
      if (!isShown(choice)) continue;
      const style = getComputedStyle(choice);
      // The arrow needs about as much as a letter is high.
      const room = choice.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      for (const { text } of choice.options)
        if (width(text, style) > room + 1) tell(choice, text, 'is a choice longer than its field');
    }
    // Words along a plot's axes have a gap between them.
    const gap = 3;
    for (const plot of document.querySelectorAll('.plot svg')) {
      const words = [...plot.querySelectorAll('text')].filter(isShown);
      words.forEach((word, i) => {
        const one = word.getBoundingClientRect();
        for (const other of words.slice(i + 1)) {
          const two = other.getBoundingClientRect();
          const isBeside = one.right + gap <= two.left || two.right + gap <= one.left;
          const isBelow = one.bottom <= two.top + 1 || two.bottom <= one.top + 1;
          if (!isBeside && !isBelow) tell(word, word.textContent, `runs into "${other.textContent}"`);
        }
      });
    }
    return [...found];
  });
