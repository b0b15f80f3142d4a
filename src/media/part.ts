/** Parts that are installed only by who needs them. */

/**
 * A package that may not be installed.
 *
 * Throws an Error that says what it, or a package that it needs itself, is needed for and how to get that.
 */
export async function part<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    // Of one that is damaged a path stands there.
    const missing = /^Cannot find package '((?:@[\w.-]+\/)?[\w.-]+)'/.exec(message)?.[1] ?? name;
    throw new Error(`${purpose} needs ${missing}, which is not installed: npm install ${missing}`);
  }
}
