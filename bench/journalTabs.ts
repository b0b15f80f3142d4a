/** Random presses in two tabs of one journal; see tools/tabSequences.ts for what must hold. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { packageRoot } from '../src/model/node';
import { launchOptions } from '../tools/browser';
import { prepareContext, runSequence, serveJournal } from '../tools/tabSequences';

const print = (line: string) => process.stdout.write(`${line}\n`);

export async function benchJournalTabs({ sequences, from }: { sequences: string; from: string }) {
  const { url, close } = await serveJournal(join(packageRoot(), 'dist', 'app'));
  const browser = await chromium.launch(launchOptions([]));
  const newContext = async () => {
    const context = await browser.newContext();
    await prepareContext(context);
    return context;
  };
  let context = await newContext();
  const [first, count] = [Number(from), Number(sequences)];
  let [bad, presses, entries] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const result = await runSequence(context, url, seed).catch((error: Error) => ({
      pressed: [],
      faults: [`the sequence stopped: ${error.message.split('\n')[0]}`],
      entries: 0,
    }));
    // Its pages may be in the middle of something.
    if (result.pressed.length === 0) {
      await context.close();
      context = await newContext();
    }
    presses += result.pressed.length;
    entries += result.entries;
    if (result.faults.length > 0) {
      bad++;
      print(`seed ${seed}: ${result.faults.join('; ')}\n  ${result.pressed.join(', ')}`);
    }
    if ((seed - first + 1) % 10 === 0) print(`${seed - first + 1} sequences, ${bad} of them with a fault`);
  }
  await browser.close();
  await close();
  print(`${count} sequences of ${presses} steps, ${entries} entries at their ends: ${bad} with a fault`);
  if (bad > 0) process.exitCode = 1;
}
