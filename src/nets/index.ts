/** The networks, by name. */
import type { Network } from '../graph';
import { compact } from './compact';

export { compact };

export const networks: readonly Network[] = [compact];

/** Throws an Error that names those there are. */
export function findNetwork(name: string): Network {
  const found = networks.find((net) => net.name === name);
  if (!found)
    throw new Error(`there is no network "${name}" to train; there are ${networks.map((n) => n.name).join(', ')}`);
  return found;
}
