/** Which of the seven emotions a data set's classes are, whatever they are called or numbered. */
import { type Emotion, emotions } from '../emotion';
import { DataError } from './errors';

/** Other names of the seven, as data sets have them ("suprise" is RAF-DB's). */
const otherNames: Readonly<Record<string, Emotion>> = {
  anger: 'angry',
  disgusted: 'disgust',
  afraid: 'fear',
  fearful: 'fear',
  scared: 'fear',
  happiness: 'happy',
  joy: 'happy',
  sadness: 'sad',
  surprised: 'surprise',
  suprise: 'surprise',
  neutrality: 'neutral',
  natural: 'neutral',
};

/**
 * What published data sets mean by their numbers, from the first number on. They differ, so none is assumed.
 *
 * FER2013: Goodfellow et al. 2013. AffectNet: Mollahosseini et al. 2017. RAF-DB: Li et al. 2017. CK+: Lucey et al. 2010.
 * FER+: Barsoum et al. 2016, in the order of its columns.
 */
const numberings = {
  fer2013: { first: 0, names: emotions },
  affectnet: {
    first: 0,
    names: [
      'neutral',
      'happy',
      'sad',
      'surprise',
      'fear',
      'disgust',
      'angry',
      'contempt',
      'none',
      'uncertain',
      'no face',
    ],
  },
  rafdb: { first: 1, names: ['surprise', 'fear', 'disgust', 'happy', 'sad', 'angry', 'neutral'] },
  ckplus: { first: 0, names: ['neutral', 'angry', 'contempt', 'disgust', 'fear', 'happy', 'sad', 'surprise'] },
  ferplus: {
    first: 0,
    names: ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'fear', 'contempt', 'unknown', 'no face'],
  },
} as const satisfies Record<string, { first: number; names: readonly string[] }>;

export const numberingNames = Object.keys(numberings) as (keyof typeof numberings)[];

/** What the numbers, or the names, of a data set's classes mean. Made by `parseClasses`. */
export interface Classes {
  /** As it was asked for, for messages. */
  asked: string;
  /** By the class as the data calls it: its meaning. Those that are not there mean themselves. */
  meanings: ReadonlyMap<string, string>;
  /** Meanings in the order of the numbers, whether these begin at 0 or at 1. */
  inOrder?: readonly string[];
  /** The first number of a published numbering: without it, the numbering is another one. */
  first?: number;
}

/** What FER2013's CSV means; CK+48's, which is made like it, has contempt as a seventh. */
export const ferClasses: Classes = {
  asked: 'fer2013',
  meanings: new Map([...emotions.map((e, i): [string, string] => [String(i), e]), ['7', 'contempt']]),
};

/**
 * Reads what `--classes` takes: a published numbering (`affectnet`), names in the order of the numbers
 * (`angry,disgust,…`), or names one by one (`0=angry,joie=happy`).
 *
 * Throws a DataError that says what would be right.
 *
 * @example parseClasses('surprise,fear,disgust,happy,sad,angry,neutral')
 */
export function parseClasses(text: string): Classes {
  const asked = text.trim();
  const known = numberingNames.find((name) => name === asked.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  if (known) {
    const { first, names } = numberings[known];
    return { asked: known, first, meanings: new Map(names.map((name, i) => [String(first + i), name])) };
  }
  const parts = asked.split(',').map((part) => part.trim());
  if (parts.some((part) => part === '')) throw new DataError(`"${text}" has an empty name; ${classesHelp}`);
  if (parts.some((part) => part.includes('='))) {
    const pairs = parts.map((part): [string, string] => {
      const [name = '', meaning = '', ...more] = part.split('=').map((side) => side.trim());
      if (name === '' || meaning === '' || more.length > 0)
        throw new DataError(`"${part}" must be a class and its meaning, as in 0=angry`);
      return [plainName(name), canonical(meaning)];
    });
    return { asked, meanings: new Map(pairs) };
  }
  if (parts.length === 1) throw new DataError(`unknown numbering "${text}"; ${classesHelp}`);
  const inOrder = parts.map(canonical);
  const twice = inOrder.find((name, i) => inOrder.indexOf(name) !== i);
  if (twice) throw new DataError(`"${text}" has ${twice} twice`);
  return { asked, meanings: new Map(), inOrder };
}

const classesHelp = `available: ${numberingNames.join(', ')}, or the classes in the order of their numbers (angry,disgust,…)`;

/** A class as the data calls it. */
export interface FoundClass {
  name: string;
  faces: number;
  /** Where it was found first, for messages. */
  where: string;
}

export interface ClassOptions {
  classes?: Classes | undefined;
  /** Classes to leave out, by the data's names or by what they mean. */
  without?: readonly string[] | undefined;
}

export interface ResolvedClasses {
  /** For each class that was found, its index in `emotions`; −1 where it is left out. */
  labels: number[];
  /** Faces that are left out, by what their class means. */
  leftOut: Record<string, number>;
  /** What is odd about the classes, but may be meant. */
  remarks: string[];
}

/**
 * What the classes that were found are.
 *
 * source the file or folder, for messages
 * Throws a DataError that names the classes when numbers have no meaning or another count than their names, or when a
 * class is none of the seven and is not left out.
 */
export function resolveClasses(
  source: string,
  found: readonly FoundClass[],
  { classes, without = [] }: ClassOptions,
): ResolvedClasses {
  const omitted = new Set(without.map(canonical));
  const meanings = found.map(meaningOf(source, found, classes, omitted));
  const isOmitted = (i: number) =>
    omitted.has(meanings[i] as string) || omitted.has(plainName(found[i]?.name as string));
  const leftOut: Record<string, number> = {};
  const labels = found.map(({ faces }, i) => {
    const meaning = meanings[i] as string;
    if (!isOmitted(i)) return (emotions as readonly string[]).indexOf(meaning);
    leftOut[meaning] = (leftOut[meaning] ?? 0) + faces;
    return -1;
  });
  const others = found.filter(({ faces }, i) => faces > 0 && labels[i] === -1 && !isOmitted(i));
  if (others.length > 0) throw unknownClasses(source, others, (c) => meanings[found.indexOf(c)] as string);
  const known = new Set([...meanings, ...found.map(({ name }) => plainName(name))]);
  const absent = [...omitted].filter((name) => !known.has(name));
  const remarks = absent.map((name) => `there is no class "${name}" to leave out`);
  return { labels, leftOut, remarks: [...remarks, ...absentNumbers(found, classes)] };
}

function meaningOf(
  source: string,
  found: readonly FoundClass[],
  classes: Classes | undefined,
  omitted: ReadonlySet<string>,
) {
  const numbers = found.map(({ name }) => plainName(name)).filter(isNumber);
  const open = numbers.filter((n) => !classes?.meanings.has(n));
  // A number that is left out needs no meaning.
  const wanted = open.filter((n) => !omitted.has(n));
  if (wanted.length > 0 && !classes?.inOrder)
    throw classes ? otherNumbers(source, wanted, classes) : unexplained(source, numbers);
  if (classes?.first !== undefined && numbers.length > 0 && !numbers.includes(String(classes.first)))
    throw new DataError(
      `${source}: ${classes.asked}'s numbers begin at ${classes.first}, but the classes here are ${rangeOf(numbers)}; is it another numbering?`,
      { what: 'numbered', where: source, got: rangeOf(numbers) },
    );
  const first = classes?.inOrder ? firstNumber(source, open, classes.inOrder) : 0;
  return ({ name }: FoundClass): string => {
    const plain = plainName(name);
    const given = classes?.meanings.get(plain);
    if (given !== undefined) return given;
    return isNumber(plain) ? (classes?.inOrder?.[Number(plain) - first] ?? plain) : canonical(name);
  };
}

/** The number that the first name is for. */
function firstNumber(source: string, numbers: readonly string[], inOrder: readonly string[]): number {
  if (numbers.length === 0) return 0;
  const sorted = numbers.map(Number).sort((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  const isWhole = most - least + 1 === sorted.length && sorted.length === inOrder.length && least <= 1;
  // From 0 on, a number may be missing as long as the last one is there.
  if (isWhole || (least === 0 && most + 1 === inOrder.length)) return least;
  throw new DataError(
    `${source}: --classes has ${inOrder.length} names, but the numbered classes are ${sorted.length} (${rangeOf(numbers)}); ` +
      'there must be one name for each, or say it one by one (0=angry,1=disgust,…)',
  );
}

const unexplained = (source: string, numbers: readonly string[]) =>
  new DataError(
    `${source}: its classes are numbered (${rangeOf(numbers)}), and data sets number differently; say what the numbers mean: ` +
      '--classes affectnet (0 neutral, 1 happy, …), rafdb (1 surprise, 2 fear, …), fer2013 (0 angry, 1 disgust, …), ' +
      'or the names in order (--classes angry,disgust,…)',
    { what: 'numbered', where: source, got: rangeOf(numbers) },
  );

function otherNumbers(source: string, open: readonly string[], { asked, meanings }: Classes) {
  const has = rangeOf([...meanings.keys()].filter(isNumber));
  return new DataError(
    `${source}: ${asked} has the numbers ${has}, but there ${open.length === 1 ? 'is a class' : 'are classes'} ${open.join(', ')}; is it another numbering?`,
    { what: 'classes', where: source, got: open.join(', ') },
  );
}

function unknownClasses(source: string, others: readonly FoundClass[], meaning: (c: FoundClass) => string) {
  const told = others.map((other) => {
    const means = meaning(other);
    const name = canonical(other.name) === means ? `"${other.name}"` : `"${other.name}", ${means},`;
    return `${name} (${other.faces.toLocaleString('en')}, first in ${other.where})`;
  });
  const names = others.map(meaning);
  return new DataError(
    `${source}: ${told.join(', ')} ${others.length === 1 ? 'is not one' : 'are not'} of the seven emotions (${emotions.join(', ')}); ` +
      `leave ${others.length === 1 ? 'it' : 'them'} out with --without ${names.some((n) => n.includes(' ')) ? `"${names.join(',')}"` : names.join(',')}, or say what ${others.length === 1 ? 'it is' : 'they are'} with --classes ${plainName(others[0]?.name as string)}=EMOTION`,
    { what: 'classes', where: source, got: others.map(({ name }) => name).join(', ') },
  );
}

/** Emotions of a published numbering that the data lacks. */
function absentNumbers(found: readonly FoundClass[], classes: Classes | undefined): string[] {
  if (classes?.first === undefined) return [];
  const numbers = new Set(found.map(({ name }) => plainName(name)).filter(isNumber));
  if (numbers.size === 0) return [];
  const absent = [...classes.meanings].filter(([number, name]) => isEmotion(name) && !numbers.has(number));
  return absent.map(([number, name]) => `there is no class ${number} (${name})`);
}

const isEmotion = (name: string) => emotions.some((e) => e === name);
const isNumber = (name: string) => /^\d+$/.test(name);

/** "0 to 6", or "1, 3, 4" */
function rangeOf(numbers: readonly string[]): string {
  const sorted = [...new Set(numbers.map(Number))].sort((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  return sorted.length > 2 && most - least + 1 === sorted.length ? `${least} to ${most}` : sorted.join(', ');
}

/** As names are compared: small letters, "0_Anger" and "06" without what is only order. */
function plainName(name: string): string {
  const small = name.trim().toLowerCase().normalize('NFC');
  if (/^\d+$/.test(small)) return String(Number(small));
  return small.replace(/^\d+\s*[-_. )]+\s*(?=\p{L})/u, '');
}

/** The emotion that a name stands for, or the name itself. */
function canonical(name: string): string {
  const plain = plainName(name);
  return Object.hasOwn(otherNames, plain) ? (otherNames[plain] as string) : plain;
}

/** The emotion that a class, a folder or a label of this name stands for ("Joy", "3_fearful"); undefined where it is none. */
export const emotionNamed = (name: string): Emotion | undefined => emotions.find((e) => e === canonical(name));

/** Whether a folder of this name is a class, as far as names tell. */
export const isClassName = (name: string, { classes, without = [] }: ClassOptions): boolean => {
  const plain = plainName(name);
  return (
    isNumber(plain) ||
    isEmotion(canonical(name)) ||
    (classes?.meanings.has(plain) ?? false) ||
    without.some((w) => canonical(w) === canonical(name))
  );
};
