/** Observable Plot without a browser: plots as SVG text. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from './page';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Colours that follow the page's light or dark ground; outside of a page they are those of a light one. */
export const theme = {
  ink: 'var(--ink, #1F2328)',
  quiet: 'var(--quiet, #5C6168)',
  line: 'var(--line, #DDD8D0)',
  accent: 'var(--accent, #2F6F73)',
  other: 'var(--other, #B4581B)',
};

/** Lines of several series, told apart without colour too where there are two. */
export const seriesColors = [theme.accent, theme.other, '#7B5EA7', '#0072B2', '#E69F00', '#009E73', '#8A8F98'];

/** The plot as an <svg> element, with a sentence that tells who cannot see it what it shows. */
export function draw(label: string, options: Plot.PlotOptions): string {
  const plot = Plot.plot({
    document: document as unknown as Document,
    style: { fontSize: '12px', color: theme.ink, background: 'none' },
    ...options,
  });
  plot.setAttribute('role', 'img');
  plot.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // linkedom leaves < and > in attributes as they are.
  return plot.outerHTML.replace('<svg', () => `<svg aria-label="${escapeHtml(label)}"`);
}
