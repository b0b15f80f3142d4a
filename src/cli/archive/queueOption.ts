/** Which queue a command talks to. */
import type { Command } from 'commander';
import { queueAddress } from '../../queue/node';
import { UsageError } from '../output';

export const withQueueOption = (command: Command) =>
  command.option('--queue <redis://…>', "the queue's server, Redis or Valkey; else what FEELING_QUEUE says");

/** Throws a UsageError where no queue is named, or its address is not one. */
export function queueOption({ queue = process.env['FEELING_QUEUE'] }: { queue?: string }): string {
  if (!queue) throw new UsageError('which queue? --queue redis://host:6379, or FEELING_QUEUE in the environment');
  try {
    queueAddress(queue);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return queue;
}
