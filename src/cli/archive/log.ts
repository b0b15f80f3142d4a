/** What a worker tells: sentences for people, or a line of JSON an event for what collects logs. */
import { hostname } from 'node:os';
import { part } from '../../media/node';
import { QueueError, type Unit, type WorkerEvent } from '../../queue/node';
import { complain, counted, tell } from '../output';

export interface WorkerLog {
  event(event: WorkerEvent): void;
  /** Something that is about the worker itself. */
  note(text: string): void;
}

const whatOf = ({ kind, name, segments }: Unit) =>
  kind === 'segment' ? `${name}, segment ${(segments?.[0]?.index ?? 0) + 1} of ${segments?.[0]?.of}` : name;

export const sentences: WorkerLog = {
  note: tell,
  event(event) {
    const { unit } = event;
    const what = whatOf(unit);
    if (event.type === 'read') {
      const parts = `${counted(unit.segments?.length ?? 0, 'segment')} joined, ${counted(event.frames, 'frame')} read again`;
      tell(
        `${what}: ${unit.kind === 'join' ? parts : `${counted(event.frames, 'frame')} in ${event.seconds.toFixed(1)} s`}`,
      );
    } else if (event.type === 'retry') complain(new QueueError(`${event.error}; tried again soon`));
    else if (event.type === 'parked') complain(new QueueError(`${event.error}; parked`));
    else if (event.type === 'handedBack') tell(`${what}: handed back`);
  },
};

/** Lines of JSON on stderr, as pino writes them. */
export async function jsonLog(version: string): Promise<WorkerLog> {
  const { pino } = await part('pino', '--log json', () => import('pino'));
  const log = pino(
    { base: { host: hostname(), pid: process.pid, feeling: version } },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    note: (text) => log.info({ event: 'worker' }, text),
    event(event) {
      const { unit, type, ...rest } = event;
      const { kind, name, archive, recording, segments } = unit;
      const segment = kind === 'segment' ? { segment: segments?.[0]?.index, segments: segments?.[0]?.of } : {};
      const { error: reason, ...numbers } = { error: undefined, ...rest };
      const fields = {
        event: type,
        kind,
        name,
        archive,
        job: recording,
        ...segment,
        ...numbers,
        ...(reason !== undefined && { reason }),
      };
      if (type === 'parked') log.error(fields, 'parked');
      else if (type === 'retry') log.warn(fields, 'to be tried again');
      else log.info(fields, type);
    },
  };
}
