/** `feeling data`: what a data set holds. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type FaceSet, type ReadNotes, splits } from '../data';
import { type Description, describe, majorityNames } from '../data/node';
import { emotions } from '../emotion';
import { type DataOptions, readDataset, withDataOptions, withStoryOption } from './labelled/dataOptions';
import { augmentedFaces, facesAt, sampleFaces } from './labelled/pictures';
import { percent, print, table, tell } from './output';
import { targets, tellReplaced } from './targets';

interface DescribeOptions extends DataOptions {
  report?: string;
  json?: boolean;
}

export function addData(program: Command) {
  const command = program
    .command('data')
    .description('what a data set holds: counts, copies, agreement')
    .argument('<fer2013.csv[.gz]|folder>', 'FER2013, or folders of pictures named for their class');
  withStoryOption(withDataOptions(command))
    .option('--report <file.html>', 'a page with plots and samples')
    .option('--json', 'JSON')
    .action(data);
}

async function data(path: string, options: DescribeOptions) {
  const { report } = await targets({ report: options.report }, [path, options.votes]);
  const { sets, notes } = await readDataset(path, options);
  await tellReplaced(report);
  const description = describe(sets);
  if (report) {
    await report.write(await reportOf(basename(path), sets, description), { secret: true });
    tell(`the report is ${report.path}`);
  }
  if (options.json) {
    print(JSON.stringify(jsonOf(description, notes)));
    return;
  }
  printDescription(description);
}

function jsonOf({ near, noFace, ...rest }: Description, { leftOut, broken, otherFiles, remarks }: ReadNotes) {
  const { examples, ...nearCounts } = near;
  return {
    classes: emotions,
    ...rest,
    near: nearCounts,
    ...(noFace && { noFace: noFace.length }),
    ...{ leftOut, broken, otherFiles, remarks },
  };
}

async function reportOf(name: string, sets: FaceSet, description: Description) {
  const { dataReport } = await import('../report');
  return dataReport({
    name,
    description,
    samples: sampleFaces(sets.Training, 8),
    augmented: augmentedFaces(sets.Training),
    near: facesAt(sets, description.near.examples.flat()),
    noFace: facesAt(sets, (description.noFace ?? []).slice(0, 12)),
  });
}

function printDescription({ counts, copies, near, agreement, noFace }: Description) {
  const number = (n: number) => n.toLocaleString('en');
  const sum = (values: number[]) => values.reduce((total, v) => total + v, 0);
  const most = Math.max(...emotions.map((_, c) => sum(splits.map((s) => counts[s][c] as number))));
  print(
    table(
      ['', ...splits, 'all', ''],
      [
        ...emotions.map((emotion, c) => {
          const all = sum(splits.map((s) => counts[s][c] as number));
          const bar = '█'.repeat(Math.round((24 * all) / most));
          return [emotion, ...splits.map((s) => number(counts[s][c] as number)), number(all), bar];
        }),
        ['all', ...splits.map((s) => number(sum(counts[s]))), number(copies.rows), ''],
      ],
    ),
  );
  print(`
${number(copies.distinct)} different pictures in ${number(copies.rows)} rows. ${number(copies.groups)} occur more than once, ${number(copies.acrossSplits)} of them in more
than one split, ${number(copies.conflictingLabels)} with more than one label. ${number(copies.privateTestCopied)} faces of PrivateTest have a copy in another split,
${number(copies.privateTestInTraining)} of them in Training (${number(copies.privateTestKnown)} with the same label). ${number(near.pairs)} more pairs are nearly the same, ${number(near.acrossSplits)} across splits, ${number(near.conflictingLabels)} with
different labels.`);
  if (!agreement) return;
  print('\nWhat ten people saw (FER+), by label:\n');
  print(
    table(
      ['', 'votes for it', 'majority for it', ...majorityNames.map((name) => `→ ${name}`)],
      agreement.map(({ votes, majority, instead }, c) => [
        emotions[c] as string,
        percent(votes),
        percent(majority),
        ...instead.map(number),
      ]),
    ),
  );
  if (noFace) print(`\nIn ${number(noFace.length)} pictures most people see no face.`);
}
