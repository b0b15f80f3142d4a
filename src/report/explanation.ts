/** A face, and where on it an emotion was read, as a picture. */
import { escapeHtml } from './page';

export interface Overlay {
  name: string;
  /** What it shows, in a few words. */
  about: string;
  width: number;
  height: number;
  /** [height, width]; above 0 speaks for the emotion, below 0 against it. */
  map: Float32Array;
}

export interface ExplanationView {
  title: string;
  /** PNG of the face. */
  face: Uint8Array;
  overlays: readonly Overlay[];
}

const [side, gap, top, bottom] = [288, 24, 64, 56];
/** Cells along a side of an overlay, between the places of its map. */
const cells = 48;
/** Told apart by everybody: Okabe and Ito's vermilion and blue. */
const [speaksFor, speaksAgainst] = ['#D55E00', '#0072B2'];

/** An <svg> that stands alone. */
export function explanation({ title, face, overlays }: ExplanationView): string {
  const panels = [undefined, ...overlays];
  const width = gap + panels.length * (side + gap);
  const source = `data:image/png;base64,${Buffer.from(face).toString('base64')}`;
  const text = (x: number, y: number, size: number, words: string, color = '#1F2328') =>
    `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" fill="${color}">${escapeHtml(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + side + bottom}" role="img" aria-label="${escapeHtml(title)}"><rect width="100%" height="100%" fill="#FAF8F5"/>${text(gap, 38, 22, title)}${panels
    .map((overlay, i) => {
      const x = gap + i * (side + gap);
      return `<image x="${x}" y="${top}" width="${side}" height="${side}" href="${source}"/>${overlay ? cellsOf(overlay, x) : ''}${text(x, top + side + 22, 16, overlay?.name ?? 'the face')}${text(x, top + side + 42, 13, overlay?.about ?? 'as the network sees it', '#5C6168')}`;
    })
    .join('')}</svg>`;
}

function cellsOf(overlay: Overlay, left: number): string {
  const most = overlay.map.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  const size = side / cells;
  return Array.from({ length: cells ** 2 }, (_, i) => {
    const [x, y] = [i % cells, Math.floor(i / cells)];
    const value = valueAt(overlay, (x + 0.5) / cells, (y + 0.5) / cells) / most;
    const opacity = 0.7 * Math.abs(value);
    if (opacity < 0.02) return '';
    const color = value > 0 ? speaksFor : speaksAgainst;
    return `<rect x="${left + x * size}" y="${top + y * size}" width="${size}" height="${size}" fill="${color}" fill-opacity="${opacity.toFixed(2)}" shape-rendering="crispEdges"/>`;
  }).join('');
}

/** The map's value at a place, from 0 to 1 each way, between its own places. */
function valueAt({ width, height, map }: Overlay, x: number, y: number): number {
  const place = (share: number, count: number) => {
    const at = Math.min(count - 1, Math.max(0, share * count - 0.5));
    const before = Math.floor(at);
    return { before, after: Math.min(count - 1, before + 1), share: at - before };
  };
  const [column, row] = [place(x, width), place(y, height)];
  const at = (r: number, c: number) => map[r * width + c] as number;
  const along = (r: number) => at(r, column.before) * (1 - column.share) + at(r, column.after) * column.share;
  return along(row.before) * (1 - row.share) + along(row.after) * row.share;
}
