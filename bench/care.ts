/** Whether the offers find what helps: simulated people on whom each activity has an effect of its own, by state. */
import { seededRandom } from '../src/graph';
import { activities, type CareState, careStates, offers, type Try } from '../src/mood';
import { quantile } from '../src/statistics';

const print = (line: string) => process.stdout.write(`${line}\n`);

export interface CareOptions {
  people: string;
  tries: string;
}

/** Of a person's lifts: how activities differ, of which half is the same in every state, and how single tries vary. */
const [usual, differing, varying] = [0.15, 0.2, 0.25];
/** The last tries, over which the end is judged. */
const ending = 10;

/** Which part of the best possible lift the offers reach at the end, and that of choosing blindly. */
function simulate(person: number, count: number) {
  const random = seededRandom(person);
  const lifts = activities.map(() => {
    const shared = random.normal();
    return careStates.map(() => usual + differing * Math.SQRT1_2 * (shared + random.normal()));
  });
  const tries: Try[] = [];
  let [reached, blind, best] = [0, 0, 0];
  for (let at = 0; at < count; at++) {
    const state = careStates[Math.floor(random.uniform() * careStates.length)] as CareState;
    const column = careStates.indexOf(state);
    const [activity = 'walk'] = offers(tries, { state, time: '2026-03-01T21:00', normal: () => random.normal() });
    const lift = lifts[activities.indexOf(activity)]?.[column] as number;
    tries.push({ activity, state, lift: lift + varying * random.normal() });
    if (at < count - ending) continue;
    const all = lifts.map((row) => row[column] as number);
    reached += lift;
    best += Math.max(...all);
    blind += all.reduce((a, b) => a + b) / all.length;
  }
  return { reached: reached / ending, blind: blind / ending, best: best / ending };
}

export function benchCare({ people, tries }: CareOptions) {
  const found = Array.from({ length: Number(people) }, (_, i) => simulate(i + 1, Number(tries)));
  const total = (key: 'reached' | 'blind' | 'best') => found.reduce((sum, f) => sum + f[key], 0) / found.length;
  const shares = found.map(({ reached, blind }) => reached - blind);
  print(`${people} people, ${tries} tries each, the last ${ending} of them:`);
  print(
    `best possible ${total('best').toFixed(3)}, offered ${total('reached').toFixed(3)}, chosen blindly ${total('blind').toFixed(3)}`,
  );
  print(`${((100 * total('reached')) / total('best')).toFixed(1)} % of the best possible lift`);
  print(
    `worse than blind for ${((100 * shares.filter((s) => s < 0).length) / shares.length).toFixed(1)} % of people; the worst hundredth ${quantile(shares, 0.01).toFixed(2)} against it`,
  );
}
