/** Where objects are: `s3://bucket/key`. */

export interface ObjectAddress {
  bucket: string;
  /** Without a slash at its beginning; empty for the bucket itself. */
  key: string;
}

/** An object's address that is not one. */
export class ObjectAddressError extends Error {
  override name = 'ObjectAddressError';
}

export const isObjectAddress = (path: string): boolean => /^s3:\/\//i.test(path);

/** Other stores that people have, which are not read. */
export const isOtherAddress = (path: string): boolean => /^(gs|az|azure|abfss?|wasbs?|https?|ftp):\/\//i.test(path);

/**
 * Throws an ObjectAddressError for a bucket that cannot have this name.
 *
 * @example
 * objectAddress('s3://lab/2026/a.mp4') // { bucket: 'lab', key: '2026/a.mp4' }
 */
export function objectAddress(text: string): ObjectAddress {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text) ?? [];
  if (!/^[a-z\d][\w.-]{1,61}[a-z\d]$/i.test(bucket))
    throw new ObjectAddressError(
      `"${shownAddress(text)}" names no bucket (3 to 63 letters, digits, dots and hyphens); example: s3://bucket/folder`,
    );
  return { bucket, key };
}

/** An address never has a login; one that somebody wrote is not shown. */
const shownAddress = (text: string) => text.replace(/^(s3:\/\/)[^/]*@/i, '$1***@');

export const addressOf = ({ bucket, key }: ObjectAddress): string => `s3://${bucket}${key === '' ? '' : `/${key}`}`;

/** What is called so inside a folder of a store. */
export const insideAddress = (folder: string, name: string): string => `${withoutSlash(folder)}/${name}`;

/** A folder's address, however it was written. */
export const withoutSlash = (folder: string): string => folder.replace(/\/+$/, '');
