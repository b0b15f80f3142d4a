import fc from 'fast-check';
import { expect, it } from 'vitest';
import { halfToNumber, numberToHalf } from './half';

it('knows the values of IEEE 754 binary16', () => {
  // Wikipedia's table of examples for the format.
  const examples: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x8000, -0],
  ];
  for (const [bits, value] of examples) {
    expect(halfToNumber(bits)).toBe(value);
    expect(numberToHalf(value)).toBe(bits);
  }
});

it('every half comes back, and every number goes to a nearest half', () => {
  for (let bits = 0; bits < 0x7c00; bits++) expect(numberToHalf(halfToNumber(bits))).toBe(bits);
  fc.assert(
    fc.property(fc.double({ min: -65000, max: 65000, noNaN: true }), (value) => {
      const bits = numberToHalf(value);
      const error = (b: number) => Math.abs(halfToNumber(b) - value);
      const up = (bits & 0x7fff) < 0x7bff ? bits + 1 : bits;
      const down = (bits & 0x7fff) > 0 ? bits - 1 : bits;
      return error(bits) <= error(up) && error(bits) <= error(down);
    }),
  );
});
