/** Who belongs to whom, so that the sum of costs is least. */

/**
 * The assignment problem (Kuhn 1955; the shortest augmenting paths of Jonker and Volgenant 1987): for each row its
 * column, −1 for none. A pair of infinite cost is never made; leaving a row alone costs `alone`.
 *
 * costs [rows][columns], finite or Infinity
 */
export function assign(costs: readonly (readonly number[])[], alone: number): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows === 0) return [];
  // Every row has a column of its own that stands for being alone.
  const width = columns + rows;
  const cost = (row: number, column: number) =>
    column < columns ? (costs[row]?.[column] as number) : column === columns + row ? alone : Number.POSITIVE_INFINITY;
  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(width);
  const rowOf = new Int32Array(width).fill(-1);
  for (let start = 0; start < rows; start++) {
    const shortest = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(width).fill(-1);
    const visited = new Uint8Array(width);
    let row = start;
    let column = -1;
    do {
      let next = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let c = 0; c < width; c++) {
        if (visited[c]) continue;
        const reduced = cost(row, c) - (rowPotential[row] as number) - (columnPotential[c] as number);
        if (reduced < (shortest[c] as number)) {
          shortest[c] = reduced;
          cameFrom[c] = column;
        }
        if ((shortest[c] as number) < least) {
          least = shortest[c] as number;
          next = c;
        }
      }
      rowPotential[start] = (rowPotential[start] as number) + least;
      for (let c = 0; c < width; c++) {
        if (visited[c]) {
          const owner = rowOf[c] as number;
          rowPotential[owner] = (rowPotential[owner] as number) + least;
          columnPotential[c] = (columnPotential[c] as number) - least;
        } else shortest[c] = (shortest[c] as number) - least;
      }
      column = next;
      visited[column] = 1;
      row = rowOf[column] as number;
    } while (row >= 0);
    for (let c = column; c >= 0; ) {
      const from = cameFrom[c] as number;
      rowOf[c] = from < 0 ? start : (rowOf[from] as number);
      c = from;
    }
  }
  const columnOf = new Array<number>(rows).fill(-1);
  for (let c = 0; c < columns; c++) if ((rowOf[c] as number) >= 0) columnOf[rowOf[c] as number] = c;
  return columnOf;
}
