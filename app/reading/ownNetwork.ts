/** A network that a person brought, made one of ours where they said what it means. */
import { OnnxError, readMetadata, withExternalData } from '../../src/graph';
import {
  adoptNetwork,
  describesItself,
  ModelError,
  type NetworkDescription,
  type NetworkFault,
  withFeatures,
} from '../../src/model';

/** A network of another maker, of which the page does not know yet, or not rightly, what it means. */
export class UndescribedError extends Error {
  override name = 'UndescribedError';
  /** fault where it is known, for those who say it in the page's language */
  constructor(
    message: string,
    readonly fault?: NetworkFault,
  ) {
    super(message);
  }
}

/**
 * The network as one of ours, which also gives the features that a person can teach.
 *
 * Throws an UndescribedError when another maker's lacks its description or contradicts it, an Error when the bytes are no
 * network.
 */
export async function ownNetwork(
  bytes: Uint8Array,
  description: NetworkDescription | undefined,
  file: string,
): Promise<Uint8Array> {
  const whole = await withExternalData(bytes, (location) => {
    throw new ModelError(
      `its numbers lie in ${location}, and a page reads one file; feeling export makes one of both`,
      {
        what: 'elsewhere',
        got: location,
      },
    );
  }).catch((error: unknown) => {
    throw error instanceof OnnxError ? new ModelError(error.message, { what: 'noOnnx', got: '' }) : error;
  });
  if (describesItself(readMetadata(whole))) return withFeatures(whole);
  if (!description) throw new UndescribedError('');
  try {
    return withFeatures(adoptNetwork(whole, description, file));
  } catch (error) {
    throw new UndescribedError((error as Error).message, error instanceof ModelError ? error.fault : undefined);
  }
}
