/** A person's file, as `feeling learn` writes it and `--person` reads it. */
import { createHash } from 'node:crypto';
import { readJson } from '../files/node';
import { type Person, readPerson } from '../personal';

/** Throws an Error that names the file when it is missing or is no person's. */
export async function readPersonFile(path: string): Promise<Person> {
  return readPerson(await readJson(path), path);
}

/** Tells two states of a person apart without telling anything of them. */
export const digestOf = (person: Person): string => createHash('sha256').update(JSON.stringify(person)).digest('hex');
