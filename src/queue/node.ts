/** Archives larger than one machine: jobs on BullMQ, in Node. */
export { AddressError, type QueueAddress, queueAddress } from './address';
export {
  type Archive,
  archiveId,
  archives,
  type Beat,
  drop,
  enlist,
  forget,
  hashOf,
  knownOf,
  leftOf,
  lookAt,
  type Parked,
  parkedOf,
  prefix,
  type Sums,
  saveArchive,
  sumsOf,
  unpark,
  workers,
} from './archive';
export { serverClock } from './clock';
export { type Client, type Connection, connect, inWords, loadBullmq, QueueError } from './connection';
export { fingerprint } from './fingerprint';
export { type Jobs, openJobs, queueName, tries } from './jobs';
export {
  type Checkpoint,
  type Joined,
  type JoinOptions,
  join,
  type Position,
  type ReadOn,
  renaming,
  type SegmentLine,
  type SegmentRow,
} from './join';
export { createMetrics, type Metrics, metricsAddress, serveMetrics } from './metrics';
export { objectStore, placeOfResults, type ResultFolder, resultFolder, workName } from './resultFolder';
export { openTracing, type Tracing } from './tracing';
export { cut, recordingId, type Segment, type Unit, unitId, unitSchema, type Work } from './unit';
export {
  checkVersion,
  type Outcome,
  type Reader,
  type ReadOptions,
  type WorkerEvent,
  type WorkerOptions,
  work,
} from './worker';
