/** A small S3 server of one's own for tests, from npm (tools/). */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasParts, partOfTools, withParts } from './partsOfTools';
import { removeFolder } from './removeFolder';

export const hasS3 = hasParts('@20minutes/s3rver', '@aws-sdk/client-s3');

/** What Node is to be started with, so that it finds the client. */
export const withS3 = (): string[] => withParts('@aws-sdk/client-s3');

interface Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
type ServerClass = new (options: object) => Server;

export interface S3Server {
  /** The variables by which programs find it. */
  environment: Record<string, string>;
  put(key: string, content: string | Uint8Array): Promise<void>;
  get(key: string): Promise<string>;
  /** Names that begin so. */
  keys(beginning: string): Promise<string[]>;
  remove(key: string): Promise<void>;
  end(): Promise<void>;
}

/** Started with one bucket; everything is about objects in that. */
export async function s3Server(bucket: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-s3-'));
  const server = new (partOfTools('@20minutes/s3rver') as ServerClass)({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory: folder, configureBuckets: [{ name: bucket }] },
    // It reckons another signature than today's client; keys that it does not know are refused nevertheless.
    allowMismatchedSignatures: true,
  });
  const { port } = await server.run();
  const [accessKeyId, secretAccessKey] = ['S3RVER', 'S3RVER'];
  const endpoint = `http://127.0.0.1:${port}`;
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const aws = partOfTools('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const client = new aws.S3Client({
    ...{ endpoint, forcePathStyle: true, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    environment: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async put(Key, content) {
      await client.send(new aws.PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(content) }));
    },
    async get(Key) {
      const { Body } = await client.send(new aws.GetObjectCommand({ Bucket: bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    async keys(Prefix) {
      const { Contents } = await client.send(new aws.ListObjectsV2Command({ Bucket: bucket, Prefix }));
      return (Contents ?? []).flatMap(({ Key }) => Key ?? []);
    },
    async remove(Key) {
      await client.send(new aws.DeleteObjectCommand({ Bucket: bucket, Key }));
    },
    async end() {
      client.destroy();
      await server.close();
      removeFolder(folder);
    },
  };
}
