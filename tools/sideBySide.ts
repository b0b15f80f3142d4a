/** Several plots as one picture for the documentation. */

/** Plots beside each other on a ground of their own, light or dark as the reader's page is. */
export function sideBySide(plots: readonly string[]): string {
  const size = (plot: string, side: 'width' | 'height') => Number(plot.match(new RegExp(`${side}="(\\d+)"`))?.[1]);
  const height = Math.max(...plots.map((p) => size(p, 'height')));
  let x = 0;
  const placed = plots.map((plot) => {
    const at = x;
    x += size(plot, 'width');
    return plot.replace('<svg ', `<svg x="${at}" y="0" `);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${x} ${height}" width="${x}" height="${height}">
<style>:root { --ink: #1F2328; --quiet: #5C6168; --line: #DDD8D0; --accent: #2F6F73; --other: #B4581B; --ground: #FAF8F5; }
@media (prefers-color-scheme: dark) { :root { --ink: #E9E6E1; --quiet: #A3A7AD; --line: #33373D; --accent: #6FB7BB; --other: #E79A62; --ground: #14161A; } }</style>
<rect width="100%" height="100%" fill="var(--ground)"/>
${placed.join('\n')}
</svg>
`;
}
