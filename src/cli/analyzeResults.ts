/** `feeling analyze --from-results`: the table and the report of results that are there, without reading recordings again. */
import { findResults } from './fromResults/find';
import { summed } from './fromResults/summed';
import { complain, counted, print, progress, tell, UsageError } from './output';
import type { Summary } from './reading/summary';
import { formatTable, viewOf } from './reading/summaryViews';
import { targets, tellReplaced } from './targets';

/** A page of more would not open. */
const mostTimelines = 100;

/** Options that decide how recordings are read, which were read before. */
const ofReading = [
  ...['camera', 'seconds', 'fps', 'maxMegapixels', 'person', 'annotate', 'out', 'resume', 'json', 'csv'],
  ...['queue', 'segment', 'parquet'],
];

export async function analyzeResults(paths: string[], options: { report?: string; wait: boolean }) {
  const others = ofReading.filter((name) => (options as Record<string, unknown>)[name] !== undefined);
  if (others.length > 0 || !options.wait)
    throw new UsageError('--from-results reads results, not recordings; only --report goes with it');
  if (paths.length === 0)
    throw new UsageError('missing required argument: results of --out (files or folders) for --from-results');
  const files = await findResults(paths);
  const { report } = await targets({ report: options.report }, [...paths, ...files]);
  await tellReplaced(report);
  const summaries: Summary[] = [];
  /** Which file has which recording. */
  const known = new Map<string, string>();
  let failures = 0;
  const bar = progress('results', files.length);
  try {
    for (const [i, file] of files.entries()) {
      const twice = new Set<string>();
      const wanted = (source: string) => {
        const owner = known.get(source) ?? file;
        known.set(source, owner);
        if (owner !== file) twice.add(owner);
        return owner === file;
      };
      try {
        const { summaries: more, failures: failed } = await summed(file, wanted);
        for (const summary of more) summaries.push(summary);
        failures += failed;
      } catch (error) {
        process.exitCode = 1;
        complain(error);
      }
      if (twice.size > 0) tell(`${file}: left out what is in ${[...twice].join(', ')}, too`);
      bar.update(i + 1);
    }
  } finally {
    bar.stop();
  }
  if (failures > 0) {
    process.exitCode = 1;
    complain(new Error(`${counted(failures, 'recording')} could not be read, or not to the end; their rows say why`));
  }
  if (summaries.length === 0) return;
  if (!report) return print(formatTable(summaries));
  const { peopleReport } = await import('../report');
  await report.write(peopleReport(summaries.map(viewOf), { mostTimelines }), { secret: true });
  tell(`the report is ${report.path}`);
  if (summaries.length > mostTimelines)
    tell(
      `it shows the timelines of the first ${mostTimelines} of ${summaries.length} recordings; name the results of others to see theirs`,
    );
}
