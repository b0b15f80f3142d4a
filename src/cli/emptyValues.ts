/** Values that are empty because a variable of the shell is: `--report "$PAGE"`. */
import type { Command } from 'commander';
import { UsageError } from './output';

/** Throws a UsageError where an argument, or what was given to an option, is an empty text. */
export function refuseEmptyValues(command: Command) {
  const named = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  // The last argument takes all that are left.
  const empty = command.args.indexOf('');
  if (empty >= 0) throw new UsageError(`${named[Math.min(empty, named.length - 1)]} ${rule}`);
  for (const option of command.options)
    if ([command.getOptionValue(option.attributeName())].flat().includes(''))
      throw new UsageError(`${option.long} ${rule}`);
}

const rule = 'must not be empty (got ""); is a variable of the shell not set?';
