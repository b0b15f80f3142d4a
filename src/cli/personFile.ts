/** A person's file, as `feeling learn` writes it and `--person` reads it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readProblem } from '../files/node';
import { type Person, readPerson } from '../personal';

/** Throws an Error that names the file when it is missing or is no person's. */
export async function readPersonFile(path: string): Promise<Person> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(readProblem(path, error));
  });
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: not JSON (${(error as Error).message})`);
  }
  return readPerson(given, path);
}

/** Tells two states of a person apart without telling anything of them. */
export const digestOf = (person: Person): string => createHash('sha256').update(JSON.stringify(person)).digest('hex');
