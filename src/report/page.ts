/** One self-contained HTML file: no script, no request, readable on a phone, light and dark, printable. */

import { plainText } from '../files';

export interface Section {
  heading: string;
  /** What the section shows, in a sentence. */
  text?: string;
  /** Parts made by this room, already safe. */
  body: string;
  /** Whether half a page's width is enough; two of them stand side by side. */
  half?: boolean;
}

export interface Page {
  title: string;
  /** What the page is of, in a sentence or two. */
  lead: string;
  sections: readonly Section[];
}

export const escapeHtml = (text: string) =>
  plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const style = `
:root { color-scheme: light dark; --ground: #FAF8F5; --ink: #1F2328; --quiet: #5C6168; --line: #DDD8D0; --card: #FFFFFF; --accent: #2F6F73; --other: #B4581B; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161A; --ink: #E9E6E1; --quiet: #A3A7AD; --line: #33373D; --card: #1B1E23; --accent: #6FB7BB; --other: #E79A62; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px 40px; max-width: 1080px; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
/* Paths are long, and have no place of their own to break. */
h1, h2, h3, p, figcaption { overflow-wrap: anywhere; }
h1 { font-size: 34px; line-height: 1.15; margin: 16px 0 8px; }
h2 { font-size: 18px; margin: 0 0 4px; }
h3 { font-size: 15px; margin: 16px 0 4px; }
p { margin: 0 0 12px; max-width: 66ch; }
.lead { font-size: 18px; }
section p, figcaption, footer { color: var(--quiet); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px; margin: 16px 0; break-inside: avoid; }
@media (min-width: 900px) {
  main { display: grid; grid-template-columns: 1fr 1fr; column-gap: 16px; align-items: start; }
  main > * { grid-column: span 2; min-width: 0; }
  main > .half { grid-column: span 1; height: calc(100% - 32px); }
}
.plots { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); }
.plots > * { min-width: 0; margin: 0; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
.wide { overflow-x: auto; }
.wide svg { max-width: none; }
/* Where it does not fit, the latest is what is seen first. */
.wide.latest { direction: rtl; }
.wide.latest > * { direction: ltr; }
table { border-collapse: collapse; font-size: 13px; width: 100%; }
th, td { padding: 4px 8px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; overflow-wrap: anywhere; min-width: 140px; }
thead th { color: var(--quiet); font-weight: 500; }
.faces { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(88px, 1fr)); }
.faces.rows { grid-template-columns: repeat(var(--columns), minmax(32px, 96px)); row-gap: 20px; }
.faces figure { margin: 0; }
.faces img { display: block; width: 100%; border-radius: 8px; }
figcaption { font-size: 13px; line-height: 1.3; margin-top: 4px; }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; margin: 0 0 8px; padding: 0; list-style: none; }
.key li::before { content: ""; display: inline-block; width: 16px; border-top: 3px solid var(--series); margin-right: 6px; vertical-align: middle; }
.key .dashed::before { border-top-style: dashed; }
footer { font-size: 13px; margin-top: 24px; }
@media print { section { border-color: #bbb; } body { background: #fff; color: #000; } }
`;

/** Whatever gets into a page, nothing in it runs, loads or sends. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function page({ title, lead, sections }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(lead)}</p>
${sections.map(sectionHtml).join('\n')}
</main>
<footer>Made by feeling on this computer. An expression is not a feeling, and a label is what somebody saw in a picture.</footer>
</body>
</html>
`;
}

const sectionHtml = ({ heading, text, body, half = false }: Section) =>
  `<section${half ? ' class="half"' : ''}><h2>${escapeHtml(heading)}</h2>${text ? `<p>${escapeHtml(text)}</p>` : ''}${body}</section>`;

/** A table; the first column is text, the others numbers. It scrolls by itself where it is too wide. */
export function htmlTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (values: readonly string[], tag: string) =>
    values.map((v) => `<${tag}>${escapeHtml(v)}</${tag}>`).join('');
  return `<div class="wide" tabindex="0" role="group" aria-label="table"><table><thead><tr>${cells(header, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('')}</tbody></table></div>`;
}

export interface FacePicture {
  /** PNG bytes. */
  png: Uint8Array;
  /** What stands under it, also for people who cannot see it. */
  caption: string;
}

const facesIn = (faces: readonly FacePicture[], attributes: string) =>
  `<div ${attributes}>${faces
    .map(
      ({ png, caption }) =>
        `<figure><img src="data:image/png;base64,${Buffer.from(png).toString('base64')}" alt="${escapeHtml(caption)}" width="96" height="96"><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
    )
    .join('')}</div>`;

/** As many faces in a row as there is room for. */
export const faceGrid = (faces: readonly FacePicture[]) => facesIn(faces, 'class="faces"');

/** So many in each row, whatever the room: a face and its copies stay together. */
export const faceRows = (faces: readonly FacePicture[], columns: number) =>
  facesIn(faces, `class="faces rows" style="--columns:${columns}"`);

export const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;
