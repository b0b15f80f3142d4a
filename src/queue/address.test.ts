import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueAddress } from './node';

describe("a queue's address", () => {
  it.each([
    ['redis://10.0.0.2', 'redis://10.0.0.2', 'server'],
    ['rediss://me:secret@host:6380/2', 'rediss://me:***@host:6380/2', 'server'],
    ['redis://:p@ss:w/rd@host', 'redis://:***@host', 'server'],
    ['/run/redis.sock', '/run/redis.sock', 'socket'],
    ['redis://h:1?password=secret', 'redis://h:1?password=***', 'server'],
  ])('%s is shown as %s', (text, shown, kind) => {
    // A slash in a password must be written as %2F; it is hidden all the same.
    if (text.includes('w/rd')) expect(() => queueAddress(text)).toThrow(shown);
    else expect(queueAddress(text)).toMatchObject({ shown, server: { kind } });
  });

  it('names the machines of a Sentinel or a cluster', () => {
    expect(queueAddress('redis+sentinel://u:p%40w@a,b:26380/main/3').server).toEqual({
      ...{ kind: 'sentinel', name: 'main', db: 3, tls: false, user: 'u', password: 'p@w' },
      nodes: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
    });
    expect(queueAddress('rediss+cluster://[::1]:7000,b').server).toEqual({
      ...{ kind: 'cluster', tls: true },
      nodes: [
        { host: '::1', port: 7000 },
        { host: 'b', port: 6379 },
      ],
    });
  });

  it.each([
    ['', 'is not the address'],
    ['localhost:6379', 'is not the address of a Redis or Valkey server; examples: redis://host:6379'],
    ['http://host', 'is not the address'],
    ['redis://host:99999', 'port from 1 to 65535'],
    ['redis://host/main', 'the database must be a number'],
    ['redis+sentinel://host', "needs the name of the Sentinel's master"],
    ['redis+cluster://a b', '"a b" is not a host'],
  ])('"%s" is refused', (text, message) => {
    expect(() => queueAddress(text)).toThrow(message);
  });

  it('never shows a password, right or wrong', () => {
    const password = fc.string({ minLength: 6 }).filter((text) => !'redis://user:***@host examples'.includes(text));
    fc.assert(
      fc.property(
        password,
        fc.constantFrom('', 'user'),
        fc.constantFrom('redis', 'rediss+cluster', 'http'),
        (secret, user, scheme) => {
          let told: string;
          try {
            told = queueAddress(`${scheme}://${user}:${secret}@host:6379`).shown;
          } catch (error) {
            told = (error as Error).message;
          }
          expect(told).not.toContain(secret);
        },
      ),
    );
  });
});
