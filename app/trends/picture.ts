/** A plot as a picture file, with the sentence that it shows above it. */
import { download, stamped } from '../shell/download';

/** Pixels of the picture for one of the page, so that it prints well. */
const scale = 2;
const [margin, titleHeight] = [16, 32];
/** What the page's style sheet and colours give a plot, and a file has to carry itself. */
const carried = ['fill', 'stroke', 'stroke-width', 'opacity', 'font-family', 'font-size', 'color'] as const;

export async function savePicture(plot: SVGSVGElement, title: string) {
  const { width, height } = plot.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(plot, width, height))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * margin) * scale;
  canvas.height = (height + 2 * margin + titleHeight) * scale;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const style = getComputedStyle(plot.closest('.card') ?? document.body);
  context.scale(scale, scale);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.color;
  context.font = `600 16px ${style.fontFamily}`;
  context.fillText(title, margin, margin + 16, width);
  context.drawImage(image, margin, margin + titleHeight, width, height);
  canvas.toBlob((blob) => blob && download(`${stamped(new Date())}-trend.png`, blob));
}

/** The plot as a file of its own. */
function standalone(plot: SVGSVGElement, width: number, height: number): string {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  const originals = [plot, ...plot.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of carried) copies[i]?.setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}
