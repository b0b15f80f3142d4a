/** Options that decide what is read, as they are kept beside results, and in words what is different in a later run. */
import { isDeepStrictEqual } from 'node:util';
import { described } from '../../options';

/** By their names in code, as JSON keeps them: `{ threshold: 0.3, network: { labels: ['angry', …] } }`. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a person writes for each. */
const optionOf: Readonly<Record<string, string>> = {
  model: '--model',
  faceDetector: '--face-detector',
  threshold: '--threshold',
  device: '--device',
  person: '--person',
  fps: '--fps',
  maxMegapixels: '--max-megapixels',
  modelContent: 'the content of --model',
  header: '--csv excel',
  'network.labels': '--labels',
  'network.input.size': '--input',
  'network.input.range': '--range',
  'network.input.channels': '--channels',
  'network.input.mean': '--mean',
  'network.input.std': '--std',
  'network.input.order': '--order',
  'network.input.layout': '--layout',
  'network.outputs': '--outputs',
};

/** Settings whose value tells a person nothing, and what it means that it is another. */
const otherwise: Readonly<Record<string, string>> = {
  person: '--person was of another person, or of what was known before',
  modelContent: 'the network that --model names is another than before',
  header: "--csv excel was for another country's spreadsheets",
};

/**
 * "--threshold was 0.3 and is 0.5 now; --fps was not given and is 5 now"; undefined where both are the same.
 *
 * before, now settings as JSON keeps them
 */
export function changesIn(before: Settings, now: Settings): string | undefined {
  const [old, current] = [flat(before), flat(now)];
  const changed = [...new Set([...old.keys(), ...current.keys()])].filter(
    (name) => !isDeepStrictEqual(old.get(name), current.get(name)),
  );
  if (changed.length === 0) return undefined;
  return changed.map((name) => changeOf(name, old.get(name), current.get(name))).join('; ');
}

function changeOf(name: string, was: unknown, is: unknown): string {
  const option = optionOf[name] ?? name;
  const unsaid = otherwise[name];
  if (was !== undefined && is !== undefined) return unsaid ?? `${option} was ${shown(was)} and is ${shown(is)} now`;
  const given = (value: unknown) => (unsaid === undefined ? shown(value) : 'given');
  return was === undefined
    ? `${option} was not given and is ${given(is)} now`
    : `${option} was ${given(was)} and is not given now`;
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : described(value);

/** Values by their names, those inside others as "network.labels"; what is undefined is left out, as in JSON. */
function flat(settings: Settings, prefix = ''): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) values.set(prefix + name, value);
    else for (const [inner, one] of flat(value as Settings, `${prefix}${name}.`)) values.set(inner, one);
  }
  return values;
}
