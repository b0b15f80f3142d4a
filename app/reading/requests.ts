/** What the worker was asked and has not answered yet, and how long it may still be silent. */

interface Request {
  resolve(value: never): void;
  reject(error: Error): void;
  /** Milliseconds that the worker may be silent before it counts as dead. */
  wait: number;
  due: number;
}

/** now: milliseconds of a clock that only goes forward */
export function createRequests(now: () => number) {
  let asked = new Map<number, Request>();
  let nextId = 0;

  function take(id: number): Request | undefined {
    const request = asked.get(id);
    asked.delete(id);
    return request;
  }

  return {
    /** Sends a request under a number of its own, and waits for its answer. */
    ask: <T>(send: (id: number) => void, wait: number) =>
      new Promise<T>((resolve, reject) => {
        const id = nextId++;
        asked.set(id, { resolve, reject, wait, due: now() + wait });
        send(id);
      }),
    resolve: (id: number, value: unknown) => take(id)?.resolve(value as never),
    reject: (id: number, why: string) => take(id)?.reject(new Error(why)),
    /** Nobody waits for an answer that will not come. */
    giveUp(why: Error) {
      for (const { reject } of asked.values()) reject(why);
      asked = new Map();
    },
    /** The worker lives: it said something, or could not be heard. Whatever else it was asked had to wait meanwhile. */
    heard(atLeast = 0) {
      for (const request of asked.values())
        request.due = Math.max(request.due, now() + Math.max(request.wait, atLeast));
    },
    /** Everything that was asked has waited too long. */
    areOverdue: () => asked.size > 0 && [...asked.values()].every(({ due }) => now() > due),
  };
}
