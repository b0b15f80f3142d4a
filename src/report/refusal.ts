/** The risk–coverage curve: what saying "not sure" is worth. */
import * as Plot from '@observablehq/plot';
import type { Coverage } from '../evaluate';
import { draw, theme } from './draw';

export function refusalCurve(curve: readonly Coverage[]): string {
  const at = (coverage: number) => curve.find((c) => c.coverage >= coverage)?.risk ?? 0;
  const summary = [1, 0.9, 0.7, 0.5]
    .map((c) => `${c * 100} % answered, ${(at(c) * 100).toFixed(1)} % wrong`)
    .join('; ');
  return draw(`Errors among the answers: ${summary}`, {
    width: 480,
    height: 280,
    marginLeft: 48,
    marginTop: 36,
    marginBottom: 44,
    x: { label: 'share of faces that get an answer', labelOffset: 38, domain: [0, 1], tickFormat: '%' },
    y: { label: 'share of answers that are wrong', domain: [0, at(1) * 1.1], tickFormat: '%', grid: true },
    marks: [Plot.line(curve, { x: 'coverage', y: 'risk', stroke: theme.accent, strokeWidth: 2 })],
  });
}
