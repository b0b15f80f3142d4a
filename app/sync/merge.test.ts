import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestStamp, merge, news, type Stamp, sharedKinds, stampAfter, type Version } from './merge';

/** Few keys, times and devices, so that versions meet. */
const version: fc.Arbitrary<Version> = fc
  .record({
    kind: fc.constantFrom(...sharedKinds),
    name: fc.constantFrom('a', 'b', 'tags'),
    at: fc.nat(4),
    device: fc.constantFrom('laptop', 'phone', ''),
    value: fc.option(fc.oneof(fc.nat(3), fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 })), {
      nil: undefined,
    }),
  })
  .map(({ value, ...rest }) => (value === undefined ? rest : { ...rest, value }));
/** As a device has it. */
const state = fc.array(version, { maxLength: 12 }).map((versions) => merge(versions));

describe('merge', () => {
  it('gives the same in whatever order, grouping and number states come', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        const all = merge(a, b, c);
        expect(merge(b, a, c)).toEqual(all);
        expect(merge(merge(a, b), c)).toEqual(all);
        expect(merge(a, merge(b, c))).toEqual(all);
        expect(merge(all, a, b, all)).toEqual(all);
        expect(merge(a, a)).toEqual(a);
        expect(news(all, merge(all, b))).toEqual([]);
      }),
    );
  });

  it('takes the later change of an entry, and a removal that is later than it; nothing is there twice', () => {
    const entry = (at: number, value?: string, device = 'laptop'): Version => ({
      ...{ kind: 'entry', name: 'e', at, device },
      ...(value !== undefined && { value }),
    });
    expect(merge([entry(2, 'new', 'phone')], [entry(1, 'old')])).toEqual([entry(2, 'new', 'phone')]);
    expect(merge([entry(3)], [entry(2, 'changed', 'phone')])).toEqual([entry(3)]);
    expect(merge([entry(3)], [entry(4, 'brought back', 'phone')])).toEqual([entry(4, 'brought back', 'phone')]);
    expect(merge([entry(2, 'a')], [entry(2, 'b', 'phone')])).toEqual([entry(2, 'b', 'phone')]);
  });

  it('keeps the tags of both devices', () => {
    const tags = (at: number, ...value: string[]): Version => ({ kind: 'own', name: 'tags', at, device: 'd', value });
    expect(merge([tags(1, 'garden', 'choir')], [tags(2, 'garden', 'boat')])).toEqual([
      tags(2, 'boat', 'choir', 'garden'),
    ]);
  });

  it('devices that exchange files in any order end alike, whoever was offline and whatever their clocks say', () => {
    const action = fc.record({
      device: fc.nat(2),
      what: fc.constantFrom('put', 'remove', 'write', 'read'),
      name: fc.constantFrom('a', 'b'),
      from: fc.nat(2),
    });
    const skews = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -1e10, max: 1e10 })));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), skews, (actions, skew) => {
        const states: Version[][] = [[], [], []];
        const files: Version[][] = [[], [], []];
        for (const [i, { device, what, name, from }] of actions.entries()) {
          const mine = states[device] as Version[];
          if (what === 'write') files[device] = mine;
          else if (what === 'read') states[device] = merge(mine, files[from] as Version[]);
          else {
            const last = mine.find((known) => known.name === name);
            const stamp = stampAfter(last, 1.7e12 + i + (skew[device] as number), String(device));
            const changed: Version = { kind: 'entry', name, ...stamp, ...(what === 'put' && { value: i }) };
            states[device] = merge(mine, [changed]);
            // What was just done on a device is what it has, even where another one's clock is ahead.
            expect(states[device].find((known) => known.name === name)).toEqual(changed);
          }
        }
        const all = merge(...states);
        for (const mine of states) expect(merge(mine, ...states)).toEqual(all);
      }),
    );
  });
});

describe('a stamp', () => {
  it('is the clock’s, after the change before, and never of a time without clocks', () => {
    const last: Stamp = { at: 500, device: 'phone' };
    expect(stampAfter(last, 900, 'laptop')).toEqual({ at: 900, device: 'laptop' });
    expect(stampAfter(last, 100, 'laptop')).toEqual({ at: 501, device: 'laptop' });
    expect(stampAfter({ ...last, at: latestStamp }, 100, 'laptop').at).toBe(latestStamp);
    expect(stampAfter(last, Date.parse('9999-01-01'), 'laptop').at).toBe(501);
  });
});
