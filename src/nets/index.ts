/** The networks, by name. */
import type { Network } from '../graph';
import { compact } from './compact';

export { compact };

export const networks: Readonly<Record<string, Network>> = { compact };
