/** A training step at work: what it changes stays on the device that computes. */
import type { Resident, ResidentSession, Values } from '../runtime';
import { nextOf, type State } from './state';
import type { TrainingStep } from './step';

/** A training step with its state on the session's device. */
export async function openStep(session: ResidentSession, step: TrainingStep, start: State) {
  const fixed = step.fixed.filter(({ role }) => role === 'value');
  const resident = new Map<string, Resident>();
  for (const { name, size } of [...step.state, ...fixed])
    resident.set(name, await session.upload({ dims: [size], data: start.get(name) as Float32Array }));
  const unchanged = new Map(step.fixed.map(({ name }) => [name, start.get(name) as Float32Array]));
  let unread: Resident[] = [];
  return {
    async step(feeds: Record<string, Values<Float32Array>>) {
      const results = await session.run({ ...feeds, ...Object.fromEntries(resident) });
      session.release(step.state.map(({ name }) => resident.get(name) as Resident));
      for (const { name } of step.state) resident.set(name, results[nextOf(name)] as Resident);
      unread.push(results['report'] as Resident);
    },
    /** What the steps reported since this was last asked. */
    async reports(): Promise<Float32Array[]> {
      const reports = await session.read(unread);
      session.release(unread);
      unread = [];
      return reports;
    },
    async state(): Promise<State> {
      const arrays = new Map(unchanged);
      for (const { name } of step.state) {
        const [data] = await session.read([resident.get(name) as Resident]);
        arrays.set(name, data as Float32Array);
      }
      return arrays;
    },
  };
}
