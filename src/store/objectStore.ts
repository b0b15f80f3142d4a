/** An S3-compatible object store: Amazon's, MinIO, Ceph, and whatever else speaks the same. */
import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { bytesAt } from '../files/node';
import { part } from '../media/node';
import { addressOf, objectAddress, withoutSlash } from './address';

/** Something is wrong with an object or its store, told in one line that shows no key. */
export class StoreError extends Error {
  override name = 'StoreError';
}

export interface ObjectInfo {
  address: string;
  bytes: number;
  /** Another one for another content. */
  tag: string;
}

export interface ObjectStore {
  /** What is inside a folder, or the object of this very address. */
  list(address: string): AsyncGenerator<ObjectInfo>;
  /** Undefined where there is no such object. */
  look(address: string): Promise<ObjectInfo | undefined>;
  read(address: string): Promise<Buffer | undefined>;
  /** Bytes from `from` up to, not including, `to`. */
  readRange(address: string, from: number, to: number): Promise<Buffer>;
  /** Into a local file. */
  download(address: string, path: string, onProgress?: () => void): Promise<void>;
  /** The object is there whole or not at all. */
  write(address: string, content: string | Uint8Array): Promise<void>;
  /** The same with a local file's content. */
  upload(path: string, address: string): Promise<void>;
  /** Removes what is inside a folder. */
  clear(folder: string): Promise<void>;
  close(): void;
}

/** Bytes of a part of a large object. */
const partBytes = 32 << 20;
/** Objects that are removed with one request, at most. */
const mostAtOnce = 1_000;

/** The standard variables of Amazon's tools say where the store is and who asks. */
const endpoint = () => process.env['AWS_ENDPOINT_URL_S3'] || process.env['AWS_ENDPOINT_URL'];
const region = () => process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];

/**
 * Opens the store that the environment describes: `AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, profiles, and roles of machines, as Amazon's own tools read them.
 *
 * What it does throws a StoreError that says what is wrong.
 */
export async function openObjectStore(): Promise<ObjectStore> {
  // Lines of the library for developers, on its own future.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const aws = await part('@aws-sdk/client-s3', 'an object store', () => import('@aws-sdk/client-s3'));
  const own = endpoint();
  const client: S3Client = await inWords(
    async () =>
      new aws.S3Client({
        // Stores of one's own have no host a bucket, no regions, and not all know Amazon's newer checksums.
        ...(own && { forcePathStyle: true, region: region() ?? 'us-east-1' }),
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    's3:',
  );
  const placeOf = (address: string) => {
    const { bucket, key } = objectAddress(address);
    return { Bucket: bucket, Key: key };
  };

  async function* list(address: string): AsyncGenerator<ObjectInfo> {
    const { bucket, key } = objectAddress(address);
    const folder = withoutSlash(key);
    for (let token: string | undefined, more = true; more; ) {
      const page = await inWords(
        () =>
          client.send(
            new aws.ListObjectsV2Command({
              Bucket: bucket,
              Prefix: folder,
              ...(token && { ContinuationToken: token }),
            }),
          ),
        address,
      );
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? [])
        if (folder === '' || Key === key || Key.startsWith(`${folder}/`))
          yield { address: addressOf({ bucket, key: Key }), bytes: Size, tag: ETag.replaceAll('"', '') };
      token = page.NextContinuationToken;
      more = token !== undefined;
    }
  }

  async function write(address: string, content: string | Uint8Array) {
    const Body = typeof content === 'string' ? Buffer.from(content) : content;
    await inWords(() => client.send(new aws.PutObjectCommand({ ...placeOf(address), Body })), address);
  }

  /** In parts: nothing is there until the last one is. */
  async function writeParts(file: FileHandle, bytes: number, address: string) {
    const place = placeOf(address);
    const { UploadId } = await client.send(new aws.CreateMultipartUploadCommand(place));
    try {
      const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
      for (let from = 0; from < bytes; from += partBytes) {
        const Body = await bytesAt(file, from, Math.min(partBytes, bytes - from));
        const PartNumber = Parts.length + 1;
        const { ETag } = await client.send(new aws.UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
        Parts.push({ PartNumber, ETag });
      }
      await client.send(new aws.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    } catch (error) {
      await client.send(new aws.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
      throw error;
    }
  }

  const get = (address: string, range?: string) =>
    client.send(new aws.GetObjectCommand({ ...placeOf(address), ...(range && { Range: range }) }));
  const bytesOf = async ({ Body }: Awaited<ReturnType<typeof get>>) =>
    Buffer.from((await Body?.transformToByteArray()) ?? []);

  return {
    list,
    write,
    async look(address) {
      const place = placeOf(address);
      try {
        const { ContentLength = 0, ETag = '' } = await client.send(new aws.HeadObjectCommand(place));
        return { address, bytes: ContentLength, tag: ETag.replaceAll('"', '') };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw wordsFor(error, address);
      }
    },
    async read(address) {
      try {
        return await bytesOf(await get(address));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw wordsFor(error, address);
      }
    },
    readRange: (address, from, to) =>
      inWords(async () => bytesOf(await get(address, `bytes=${from}-${to - 1}`)), address),
    async download(address, path, onProgress) {
      const body = await inWords(async () => (await get(address)).Body as Readable, address);
      if (onProgress) body.on('data', onProgress);
      await pipeline(body, createWriteStream(path)).catch((error: NodeJS.ErrnoException) => {
        throw error.syscall === 'write' || error.syscall === 'open'
          ? new StoreError(`${address}: no place for a copy of it (${error.code}); TMPDIR says where copies go`)
          : wordsFor(error, address);
      });
    },
    async upload(path, address) {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        if (size <= partBytes) await write(address, await file.readFile());
        else await inWords(() => writeParts(file, size, address), address);
      } finally {
        await file.close();
      }
    },
    async clear(folder) {
      const keys: string[] = [];
      for await (const { address } of list(folder)) keys.push(objectAddress(address).key);
      for (let from = 0; from < keys.length; from += mostAtOnce) {
        await inWords(
          () =>
            client.send(
              new aws.DeleteObjectsCommand({
                Bucket: objectAddress(folder).bucket,
                Delete: { Objects: keys.slice(from, from + mostAtOnce).map((Key) => ({ Key })), Quiet: true },
              }),
            ),
          folder,
        );
      }
    },
    close: () => client.destroy(),
  };
}

const nameOf = (error: unknown) => (error as { name?: string }).name ?? '';
const statusOf = (error: unknown) => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** There is no such object. That there is no such bucket is told elsewhere. */
const isMissing = (error: unknown) => nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound';

async function inWords<T>(action: () => Promise<T>, address: string): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw wordsFor(error, address);
  }
}

/** Who asks: Amazon's variables, or its files. */
const asWho = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE';

const reasons: [RegExp, (address: string) => string][] = [
  [/NoSuchBucket/, () => 'there is no such bucket'],
  [/NoSuchKey|NotFound/, () => 'there is no such object'],
  [
    /InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken/,
    () => `the store does not know these credentials (${asWho})`,
  ],
  [/CredentialsProviderError|Could not load credentials/, () => `no credentials; set ${asWho}`],
  [/AccessDenied|Forbidden|AllAccessDisabled/, () => 'no access: these credentials do not allow it'],
  [/Region is missing/, () => 'no region; set AWS_REGION, or AWS_ENDPOINT_URL_S3 for a store of your own'],
  [
    /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint/,
    () => 'the bucket is in another region; set AWS_REGION to that',
  ],
  [/Invalid URL|ERR_INVALID_URL/, () => `AWS_ENDPOINT_URL_S3 is not an address (https://host:port)`],
  [/ENOTFOUND|EAI_AGAIN/, () => `no such host (${shownEndpoint()})`],
  [/ECONNREFUSED/, () => `no object store answers at ${shownEndpoint()}`],
  [
    /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError|ECONNRESET|socket hang up/,
    () => `the object store cannot be reached (${shownEndpoint()})`,
  ],
  [/EPROTO|SSL|TLS|certificate/i, () => `the encrypted connection failed (${shownEndpoint()})`],
  [/SlowDown|TooManyRequests|ServiceUnavailable|InternalError/, () => 'the store is too busy; try again soon'],
];

function shownEndpoint(): string {
  const own = endpoint();
  if (!own) return `Amazon S3${region() ? ` in ${region()}` : ''}`;
  try {
    const { protocol, host } = new URL(own);
    return `${protocol}//${host}`;
  } catch {
    return 'AWS_ENDPOINT_URL_S3';
  }
}

function wordsFor(error: unknown, address: string): Error {
  if (error instanceof StoreError || nameOf(error) === 'ObjectAddressError') return error as Error;
  const { message = String(error), code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const status = statusOf(error);
  const said = `${nameOf(error)} ${code} ${status === 403 ? 'Forbidden' : ''} ${message}`;
  const reason = reasons.find(([pattern]) => pattern.test(said))?.[1](address);
  return new StoreError(
    `${address}: ${reason ?? (statusOf(error) === undefined ? message.split('\n')[0] : `the store answers ${status} (${nameOf(error)})`)}`,
  );
}
