import { expect, it } from 'vitest';
import { createRequests } from './requests';

const made = () => {
  let time = 0;
  const requests = createRequests(() => time);
  return { requests, wait: (milliseconds: number) => (time += milliseconds) };
};
const nobodyListens = () => {};

it('a worker that says nothing counts as dead after its time', async () => {
  const { requests, wait } = made();
  const answer = requests.ask(nobodyListens, 60_000);
  wait(59_000);
  expect(requests.areOverdue()).toBe(false);
  wait(2_000);
  expect(requests.areOverdue()).toBe(true);
  requests.giveUp(new Error('reading was started again'));
  await expect(answer).rejects.toThrow('reading was started again');
  expect(requests.areOverdue()).toBe(false);
});

it('a worker that tells of its work between has time for as much again, however often', async () => {
  const { requests, wait } = made();
  const sent: number[] = [];
  const answer = requests.ask((id) => sent.push(id), 60_000);
  for (let i = 0; i < 5; i++) {
    wait(50_000);
    requests.heard();
    expect(requests.areOverdue()).toBe(false);
  }
  requests.resolve(sent[0] as number, 'at last');
  expect(await answer).toBe('at last');
});

it('one answer gives the others the time that it took', async () => {
  const { requests, wait } = made();
  const sent: number[] = [];
  const first = requests.ask((id) => sent.push(id), 5_000);
  requests.ask((id) => sent.push(id), 5_000).catch(nobodyListens);
  wait(4_900);
  requests.heard();
  requests.resolve(sent[0] as number, 1);
  expect(await first).toBe(1);
  wait(4_900);
  expect(requests.areOverdue()).toBe(false);
  wait(200);
  expect(requests.areOverdue()).toBe(true);
});

it('a request that failed rejects alone', async () => {
  const { requests } = made();
  const sent: number[] = [];
  const [one, other] = [0, 1].map(() => requests.ask((id) => sent.push(id), 5_000));
  requests.reject(sent[0] as number, 'the photo is too large');
  requests.resolve(sent[1] as number, 'read');
  await expect(one).rejects.toThrow('the photo is too large');
  expect(await other).toBe('read');
});
