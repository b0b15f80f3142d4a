/** Symmetric positive definite matrices, row-major. */

/** Lower triangle L of L · Lᵀ = a. Throws a RangeError when `a` is not positive definite. */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
      if (i !== j) l[i * n + j] = sum / (l[j * n + j] as number);
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  return l;
}

/** x of L · Lᵀ · x = b. */
export function solved(l: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (x[k] as number);
    x[i] = sum / (l[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] as number) / (l[i * n + i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (l[i * n + k] as number) * value;
  }
  return x;
}

/** (L · Lᵀ)⁻¹ */
export function inverseOf(l: Float64Array, n: number): Float64Array {
  // The inverse of L, row by row, then the product of its transpose with it.
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = m.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k] as number;
      for (let j = 0; j <= k; j++) row[j] = (row[j] as number) - factor * (m[k * n + j] as number);
    }
    row[i] = 1;
    const diagonal = l[i * n + i] as number;
    for (let j = 0; j <= i; j++) row[j] = (row[j] as number) / diagonal;
  }
  const inverse = new Float64Array(n * n);
  for (let k = 0; k < n; k++)
    for (let i = 0; i <= k; i++) {
      const factor = m[k * n + i] as number;
      for (let j = 0; j <= i; j++)
        inverse[i * n + j] = (inverse[i * n + j] as number) + factor * (m[k * n + j] as number);
    }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j] as number;
  return inverse;
}

/** x of a · x = b for any small square matrix, by elimination with the largest pivot. Overwrites both. */
export function eliminated(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(a[row * n + column] as number) > Math.abs(a[pivot * n + column] as number)) pivot = row;
    if (pivot !== column) {
      for (let k = 0; k < n; k++)
        [a[column * n + k], a[pivot * n + k]] = [a[pivot * n + k] as number, a[column * n + k] as number];
      [b[column], b[pivot]] = [b[pivot] as number, b[column] as number];
    }
    for (let row = column + 1; row < n; row++) {
      const factor = (a[row * n + column] as number) / (a[column * n + column] as number);
      for (let k = column; k < n; k++)
        a[row * n + k] = (a[row * n + k] as number) - factor * (a[column * n + k] as number);
      b[row] = (b[row] as number) - factor * (b[column] as number);
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row] as number;
    for (let k = row + 1; k < n; k++) sum -= (a[row * n + k] as number) * (b[k] as number);
    b[row] = sum / (a[row * n + row] as number);
  }
  return b;
}
