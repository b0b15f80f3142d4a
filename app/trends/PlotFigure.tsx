/** A plot in the page. Observable Plot is loaded when the first one is to be drawn. */
import type { PlotOptions } from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import type { Plots } from './plots';

export interface PlotFigureProps {
  /** What the plot says, for people who cannot see it. */
  label: string;
  height: number;
  /** That of its place by default. */
  width?: number;
  /** `width` is that of the whole plot, in pixels. */
  options(plot: Plots, width: number): PlotOptions;
}

export function PlotFigure({ label, height, width, options }: PlotFigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const plots = await import('@observablehq/plot');
      const element = frame.current;
      if (isGone || !element) return;
      const across = width ?? element.clientWidth;
      const drawn = plots.plot({ width: across, height, ...options(plots, across) });
      // The page's policy allows no style but its own; these rules are in styles/trends.css.
      for (const style of drawn.querySelectorAll('style')) style.remove();
      drawn.setAttribute('aria-hidden', 'true');
      element.replaceChildren(drawn);
    };
    const observer = new ResizeObserver(() => void draw());
    if (frame.current) observer.observe(frame.current);
    return () => {
      isGone = true;
      observer.disconnect();
    };
  });
  return <div class="plot" ref={frame} role="img" aria-label={label} style={{ minHeight: `${height}px` }} />;
}
