/** Where the files of one's devices lie: each device writes its own and reads the others'. */
import type { Setup } from './setup';

export interface SharedFile {
  name: string;
  /** Another one whenever the file is. */
  fingerprint: string;
}

export interface Place {
  /** Throws a PlaceError, as all of these do. */
  list(): Promise<SharedFile[]>;
  read(name: string): Promise<string>;
  /** The whole file or nothing of it takes the place of the one before. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export type PlaceProblem =
  /** The browser wants to be asked again. */
  | 'permission'
  /** The folder, or a file in it, is not there. */
  | 'missing'
  /** There is no network. */
  | 'offline'
  /** There is a network, and no answer that the page may read. */
  | 'unreachable'
  /** The page's own policy allows no other address. */
  | 'blocked'
  /** User or password are wrong. */
  | 'refused'
  /** What answers there is something else, such as a page that asks for a password. */
  | 'noWebdav'
  /** There is no room. */
  | 'full'
  | 'failed';

export class PlaceError extends Error {
  override name = 'PlaceError';
  constructor(
    readonly kind: PlaceProblem,
    message: string,
  ) {
    super(message);
  }
}

export const fileOf = ({ device }: Pick<Setup, 'device'>) => `feeling-${device}.sealed`;

/** Copies that a cloud drive made of two versions are read, too. */
export const isShared = (name: string) => /^feeling-.*\.sealed$/.test(name);
