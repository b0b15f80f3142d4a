/** The networks, by name. */
import type { Network } from '../graph';
import { compact, residualNetwork, tiny } from './compact';
import { lightface } from './lightface';
import { mobilenet } from './mobilenet';
import { squeezenet } from './squeezenet';
import { vggface, vggfaceAltered } from './vggface';

export { compact, lightface, mobilenet, residualNetwork, squeezenet, tiny, vggface, vggfaceAltered };

export const networks: readonly Network[] = [compact, tiny, lightface, squeezenet, mobilenet, vggfaceAltered, vggface];

/** Throws an Error that names those there are. */
export function findNetwork(name: string): Network {
  const found = networks.find((net) => net.name === name);
  if (!found)
    throw new Error(`there is no network "${name}" to train; there are ${networks.map((n) => n.name).join(', ')}`);
  return found;
}
