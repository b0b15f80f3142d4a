/** Names of networks, checked where the command line gives them: one that there is not is wrong usage, as no file is at fault. */
import { models } from '../model';
import { requireModelName } from '../model/node';
import { findNetwork } from '../nets';
import { isNetworkFile } from '../nets/node';
import { UsageError } from './output';

type Check = (value: string) => void;

/**
 * For commander: the value as it is; an empty one is left to `refuseEmptyValues`. Throws a UsageError in the words of what
 * `check` throws.
 */
const checkedBy =
  (check: Check) =>
  (value: string): string => {
    try {
      if (value !== '') check(value);
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
    return value;
  };

/** For commander: an option or argument that takes several, each checked. */
const several =
  (one: (value: string) => string) =>
  (value: string, before: readonly string[] = []): string[] => [...before, one(value)];

/** A network that reads expressions: its name, a file or a run. */
export const expressionNetwork = checkedBy((value) => requireModelName(value, 'expression'));

/** Any network that can be made into another file: its name, a file or a run. */
export const exportableNetwork = checkedBy((value) => requireModelName(value));

/** Networks that are compared. */
export const expressionNetworks = several(expressionNetwork);

/** A network that can be trained: its name or a file of one's own. */
export const trainableNetwork = checkedBy((value) => {
  if (!isNetworkFile(value)) findNetwork(value);
});

/** Several of them. */
export const trainableNetworks = several(trainableNetwork);

/** One of feeling's own, by its name alone. */
export const ownNetwork = checkedBy((value) => {
  if (!models.some(({ name }) => name === value))
    throw new UsageError(`there is no model "${value}"; there are ${models.map(({ name }) => name).join(', ')}`);
});

/** One of them that has to be fetched. */
export const fetchedNetwork = checkedBy((value) => {
  ownNetwork(value);
  if (!models.some(({ name, download }) => name === value && download))
    throw new UsageError(`${value} comes with feeling, there is nothing to pull`);
});
