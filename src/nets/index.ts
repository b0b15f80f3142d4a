/** The networks, by name. */
import type { Network } from '../graph';
import { compact, residualNetwork, tiny } from './compact';
import { lightface } from './lightface';
import { mobilenet } from './mobilenet';
import { squeezenet } from './squeezenet';
import { vggface, vggfaceAltered } from './vggface';

export { compact, lightface, mobilenet, residualNetwork, squeezenet, tiny, vggface, vggfaceAltered };

/**
 * Every network that can be trained.
 *
 * @example
 * import { networks } from 'feeling/train';
 * networks.map(({ name }) => name).includes('mobilenet'); // → true
 */
export const networks: readonly Network[] = [compact, tiny, lightface, squeezenet, mobilenet, vggfaceAltered, vggface];

/**
 * Throws an Error that names those there are.
 *
 * @example
 * import { findNetwork } from 'feeling/train';
 * findNetwork('compact').input; // → [1, 48, 48]
 */
export function findNetwork(name: string): Network {
  const found = networks.find((net) => net.name === name);
  if (!found)
    throw new Error(`there is no network "${name}" to train; there are ${networks.map((n) => n.name).join(', ')}`);
  return found;
}
