/** Parts that are installed only by who needs them. */

/**
 * A package that may not be installed.
 *
 * Throws an Error that says what it is needed for and how to get it.
 */
export async function part<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(name)) throw error;
    throw new Error(`${purpose} needs ${name}, which is not installed: npm install ${name}`);
  }
}
