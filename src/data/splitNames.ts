/** What splits are called: FER2013's names, and those that everybody else uses. */
import type { Split } from './faces';

const names: Readonly<Record<string, Split>> = {
  training: 'Training',
  train: 'Training',
  publictest: 'PublicTest',
  validation: 'PublicTest',
  valid: 'PublicTest',
  val: 'PublicTest',
  dev: 'PublicTest',
  privatetest: 'PrivateTest',
  testing: 'PrivateTest',
  test: 'PrivateTest',
};

export const splitNames = Object.keys(names);

/** The split of that name, whatever its case; "train_set" and "val-images" count as well. */
export function splitOf(name: string): Split | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[-_ ]?(set|data|images|split)$/, '')
    .replaceAll(/[-_ ]/g, '');
  return Object.hasOwn(names, plain) ? names[plain] : undefined;
}
