import { expect, it } from 'vitest';
import { MoodFileError } from '../../src/mood';
import { readSealedFile } from './sealedFile';

it.each([
  ['cut off', '{"feeling":"sealed journal","version":1,"lock":{'],
  ['without its parts', '{"feeling":"sealed journal"}'],
  ['whose lock is empty', '{"feeling":"sealed journal","version":1,"lock":{},"entries":[],"records":[]}'],
  [
    'whose bytes are no base64',
    '{"feeling":"sealed journal","version":1,"lock":{"proof":{"bytes":"%%"}},"entries":[],"records":[]}',
  ],
])('a sealed journal %s is told to be damaged, in words that every language has', async (_, text) => {
  const error = await readSealedFile(text, 'a passphrase').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MoodFileError);
  expect(error).toMatchObject({ fault: { what: 'cutOff' } });
});
