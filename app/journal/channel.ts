/** What one tab tells the others at once. */
import type { Keys } from './lock';

export type News =
  /** Entries with these ids were written or removed. */
  | { kind: 'entries'; ids: readonly string[] | 'all' }
  /** Answers, own words or drafts were. */
  | { kind: 'records' }
  | { kind: 'locked' }
  /** A passphrase was given or set. */
  | { kind: 'opened'; keys: Keys }
  /** The passphrase was taken away. */
  | { kind: 'unprotected' }
  | { kind: 'forgotten' }
  /** Somebody was there, at this time in ms since 1970. */
  | { kind: 'active'; at: number };

export interface Channel {
  tell(news: News): void;
}

export function openChannel(listen: (news: News) => void): Channel {
  if (!('BroadcastChannel' in globalThis)) return { tell: () => {} };
  const channel = new BroadcastChannel('feeling.journal');
  channel.addEventListener('message', ({ data }: MessageEvent<News>) => listen(data));
  return { tell: (news) => channel.postMessage(news) };
}
