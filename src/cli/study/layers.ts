/** `feeling summary`: a network layer by layer. */
import type { Command } from 'commander';
import { layersOf, measure } from '../../graph';
import { loadNetwork } from '../../nets/node';
import { trainableNetwork } from '../networkNames';
import { print, table } from '../output';

export function addSummary(program: Command) {
  program
    .command('summary')
    .description('a network layer by layer, with the names that --freeze takes')
    .argument('<name|file.mjs>', 'the network', trainableNetwork)
    .option('--json', 'JSON')
    .action(summary);
}

async function summary(name: string, { json }: { json?: boolean }) {
  const net = await loadNetwork(name);
  const layers = layersOf(net);
  const { parameters, statistics, macs } = measure(net);
  if (json) {
    print(JSON.stringify({ name: net.name, input: net.input, layers, parameters, statistics, macs }));
    return;
  }
  const count = (n: number) => n.toLocaleString('en');
  print(`${net.name}, input ${net.input.join(' × ')}\n`);
  print(
    table(
      ['layer', 'kind', 'output', 'parameters', 'MMAC'],
      layers.map((layer) => [
        layer.name,
        layer.kind,
        layer.output.slice(1).join(' × '),
        count(layer.parameters),
        (layer.macs / 1e6).toFixed(2),
      ]),
    ),
  );
  print(
    `\n${count(parameters)} parameters are learned, ${count(statistics)} running statistics are kept beside them; ${(macs / 1e6).toFixed(1)} million products a face.`,
  );
}
