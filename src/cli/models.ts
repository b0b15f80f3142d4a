/** `feeling models`: which networks there are. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { models } from '../model';
import { modelPath } from '../model/node';
import { print, table } from './output';

export function addModels(program: Command) {
  program
    .command('models')
    .description('the networks that come with feeling')
    .argument('[list]', 'list them')
    .option('--json', 'JSON')
    .action((_, { json }: { json?: boolean }) => {
      const all = models.map((m) => ({ ...m, ready: existsSync(modelPath(m)) }));
      if (json) print(JSON.stringify(all));
      else
        print(
          table(
            ['name', 'kind', 'parameters', 'MMAC', 'input', 'kB', 'ready'],
            all.map((m) => [
              m.name,
              m.kind,
              m.parameters.toLocaleString('en'),
              (m.macs / 1e6).toFixed(1),
              m.input.join(' × '),
              (m.bytes / 1000).toFixed(0),
              m.ready ? 'yes' : 'no',
            ]),
          ),
        );
    });
}
