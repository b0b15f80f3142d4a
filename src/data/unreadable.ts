import { readProblem } from '../files/node';
import { DataError } from './errors';

/** Of a file that could not be opened. */
export const unreadable = (path: string, error: unknown) => new DataError(readProblem(path, error));
