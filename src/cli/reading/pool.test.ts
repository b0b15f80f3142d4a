import { expect, it } from 'vitest';
import { inOrder } from './pool';

it('hands on events in the order of files, whichever comes first', () => {
  const seen: string[] = [];
  const order = inOrder<string>(3, (event) => seen.push(event));
  order.add(1, 'b1');
  order.add(0, 'a1');
  order.finish(1);
  order.add(2, 'c1');
  expect(seen).toEqual(['a1']);
  order.add(0, 'a2');
  order.finish(0);
  expect(seen).toEqual(['a1', 'a2', 'b1', 'c1']);
  order.add(2, 'c2');
  expect(seen.at(-1)).toBe('c2');
});

it('lets a file wait when much of it is held, until its turn', () => {
  const order = inOrder<number>(2, () => {});
  let gone = 0;
  const go = () => {
    gone++;
  };
  order.whenRoom(1, go);
  expect(gone).toBe(1);
  for (let i = 0; i < 5_000; i++) order.add(1, i);
  order.whenRoom(1, go);
  order.whenRoom(0, go);
  expect(gone).toBe(2);
  order.finish(0);
  expect(gone).toBe(3);
});
