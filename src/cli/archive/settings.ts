/** Options of an archive, as the submitter writes them for the workers. */
import * as v from 'valibot';
import type { DetectorOptions } from '../../detect';
import type { NetworkVersion } from '../../model';
import { csvLines } from '../reading/csv';
import type { LineFormat } from '../reading/rows';

export const formats = ['jsonl', 'csv', 'parquet'] as const;

const settingsSchema = v.object({
  /** The release whose results these are. */
  version: v.string(),
  detector: v.custom<DetectorOptions>((value) => typeof value === 'object' && value !== null),
  /** Which network that was where the work was submitted. */
  network: v.object({ name: v.string(), version: v.string() }),
  fps: v.optional(v.number()),
  maxMegapixels: v.number(),
  format: v.picklist(formats),
  style: v.optional(v.object({ separator: v.picklist([',', ';']), decimalPoint: v.picklist(['.', ',']) })),
});

export type ArchiveSettings = Omit<v.InferOutput<typeof settingsSchema>, 'network'> & { network: NetworkVersion };

export const parseSettings = (text: string): ArchiveSettings => v.parse(settingsSchema, JSON.parse(text));

/** How rows are written; Parquet is made of JSON lines once all are there. */
export const lineFormat = ({ format, style }: ArchiveSettings): LineFormat =>
  format === 'csv' ? csvLines(style) : 'json';
