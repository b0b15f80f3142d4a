/** What a job is: a short recording, a segment of a long one, or joining its segments. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';

const segmentSchema = v.object({
  /** Its place among so many. */
  index: v.number(),
  of: v.number(),
  /** Seconds: frames later than `from` up to `until` are its own. The last one has no end. */
  from: v.number(),
  until: v.nullable(v.number()),
});
export type Segment = v.InferOutput<typeof segmentSchema>;

export const unitSchema = v.object({
  archive: v.string(),
  kind: v.picklist(['whole', 'segment', 'join']),
  /** Of the recording: a hash of its content, its names, options, network and version. */
  recording: v.string(),
  /** As the recording is called in its rows. */
  name: v.string(),
  /** Where workers open it; `bytes` in Base64 where that is not UTF-8. */
  path: v.string(),
  bytes: v.optional(v.string()),
  /** Where its result goes, from the archive's folder. */
  result: v.string(),
  /** Bytes of the recording, or of a segment's share: what progress is measured by. */
  size: v.number(),
  /** A segment's own, or all of those that are joined. */
  segments: v.optional(v.array(segmentSchema)),
});
export type Unit = v.InferOutput<typeof unitSchema>;

/** A job's id. The same work has the same, so that the queue takes it once. */
export const unitId = ({ kind, recording, segments }: Pick<Unit, 'kind' | 'recording' | 'segments'>): string =>
  kind === 'segment' ? `${recording}-${segments?.[0]?.index}` : recording;

/** Hash of what decides a result: the recording's content and names, and the options with network and version. */
export const recordingId = (what: { content: string; name: string; result: string; settings: string }): string =>
  `r${createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 32)}`;

/** One job for a short recording; for a long one its segments and what joins them. */
export interface Work {
  unit: Unit;
  segments: Unit[];
}

/**
 * A recording of so many seconds in segments of about `length`; none where that would be one.
 *
 * @example
 * cut(95, 30) // 3 segments: up to 31.7 s, up to 63.3 s, and the rest
 */
export function cut(duration: number, length: number): Segment[] {
  const of = Math.floor(duration / length);
  if (of < 2) return [];
  // Whole milliseconds, as nobody's frames lie between them.
  const at = (i: number) => Math.round((1000 * duration * i) / of) / 1000;
  return Array.from({ length: of }, (_, index) => ({
    index,
    of,
    from: index === 0 ? -1 : at(index),
    until: index === of - 1 ? null : at(index + 1),
  }));
}
