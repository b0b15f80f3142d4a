/**
 * How much it helps to know a person: errors on the other pictures of people some of whose pictures were corrected, in the
 * order in which these were taken and in random orders. What is expected of a person beforehand is fitted on the others.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { csvParse } from 'd3-dsv';
import { type Emotion, type Expression, emotions, strongest } from '../src/emotion';
import { computeMetrics } from '../src/evaluate';
import { seededRandom, shuffled } from '../src/graph';
import { classifierSize, createClassifier, findModel, type NetworkVersion, withFeatures } from '../src/model';
import { loadModel, packageRoot } from '../src/model/node';
import { adapt, type Correction, correctionOf, fitPrior, newPerson, type Prior, shippedPrior } from '../src/personal';
import { createSession } from '../src/runtime/node';
import { median } from '../src/statistics';

const print = (line: string) => process.stdout.write(`${line}\n`);

interface Options {
  data: string;
  corrections: string;
  orders: string;
  model: string;
  json?: boolean;
  writePrior?: boolean;
}

interface Picture {
  expression: Expression;
  label: number;
  correction: Correction;
}

interface Subject {
  person: string;
  pictures: Picture[];
}

/** With fewer other people than these, the prior that ships is the better one. */
const fewestPeople = 8;
/** Pictures of one person that the prior is fitted on, so that none has most of the say. */
const mostPictures = 40;
/** The people are parted in so many; the prior for each part is fitted on the others. */
const parts = 5;
/** Pictures are taken so far apart, in ms, that none fades beside another. */
const apart = 60_000;
/** Faces that the network reads at once. */
const batch = 64;

export async function benchPersonal({ data, corrections, orders, model, json, writePrior }: Options) {
  const counts = corrections.split(',').map((text) => wholeNumber('--corrections', text));
  const drawn = wholeNumber('--orders', orders);
  const network: NetworkVersion = { name: model, version: findModel(model, 'expression').sha256.slice(0, 12) };
  const subjects = await readSubjects(data, model, network);
  const learnedFrom = subjects.map(({ pictures }) => ({
    ...newPerson(),
    corrections: pictures.slice(0, mostPictures).map(({ correction }) => correction),
  }));
  if (writePrior) return savePrior(fitPrior(learnedFrom, network));
  const ownPriors = subjects.length > fewestPeople;
  const priors = Array.from({ length: parts }, (_, part) =>
    ownPriors
      ? fitPrior(
          learnedFrom.filter((__, i) => i % parts !== part),
          network,
        )
      : shippedPrior,
  );
  const results = subjects.map(({ person, pictures }, i) => {
    const prior = priors[i % parts] as Prior;
    const random = counts.map((count) =>
      Array.from({ length: drawn }, (_, order) =>
        tried(pictures, [...shuffled(pictures.length, seededRandom(i, order))], count, network, prior),
      ),
    );
    const inTime = counts.map((count) => tried(pictures, [...pictures.keys()], count, network, prior));
    const before = share(pictures.map(({ expression, label }) => strongest(expression.probabilities) !== label));
    return { person, pictures: pictures.length, before, random, inTime };
  });
  const people = results.map(({ person, pictures, before, random }) => ({
    person,
    pictures,
    before,
    ...Object.fromEntries(counts.map((count, at) => [`after${count}`, after(before, random[at] as Try[])])),
  }));
  const harm = results.flatMap(({ person, random }) =>
    counts.map((corrections, at) => ({ person, corrections, points: 100 * mean((random[at] as Try[]).map(gain)) })),
  );
  const worst = harm.reduce((a, b) => (b.points > a.points ? b : a));
  const totals = counts.map((count, at) => {
    const tries = results.flatMap(({ random }) => [random[at] as Try[]]).filter((of) => of.some(({ n }) => n > 0));
    const before = mean(tries.map((of) => mean(of.map((t) => t.before))));
    const afterwards = mean(tries.map((of) => mean(of.map((t) => t.after))));
    const timed = results.map(({ inTime }) => inTime[at] as Try).filter(({ n }) => n > 0);
    return {
      count,
      before,
      after: afterwards,
      fewer: 100 * (1 - afterwards / before),
      calibrationBefore: mean(tries.map((of) => calibration(of, 'before'))),
      calibrationAfter: mean(tries.map((of) => calibration(of, 'after'))),
      inTime: {
        before: mean(timed.map((t) => t.before)),
        after: mean(timed.map((t) => t.after)),
        worse: timed.filter((t) => t.wrongAfter > t.wrongBefore).length,
        mostMore: Math.max(...timed.map((t) => t.wrongAfter - t.wrongBefore)),
      },
    };
  });
  const sequential = subjects.map((subject, i) => oneByOne(subject, network, priors[i % parts] as Prior));
  const worstInSequence = sequential.reduce((a, b) => (b.points > a.points ? b : a));
  const milliseconds = timeOf(subjects, network);
  if (json) {
    const named = (key: (t: (typeof totals)[number]) => number, name: string) =>
      Object.fromEntries(totals.map((t) => [`${name}${t.count}`, key(t)]));
    print(
      JSON.stringify({
        people,
        mean: {
          before: mean(people.map((p) => p.before)),
          ...Object.fromEntries(
            counts.map((count) => [
              `after${count}`,
              mean(
                people.flatMap((p) => (p as Record<string, number | null | string>)[`after${count}`] ?? []) as number[],
              ),
            ]),
          ),
          ...named((t) => t.fewer, 'fewer'),
          ...named((t) => t.calibrationBefore, 'calibrationBefore'),
          ...named((t) => t.calibrationAfter, 'calibrationAfter'),
          ...named((t) => t.inTime.before, 'inTimeBefore'),
          ...named((t) => t.inTime.after, 'inTimeAfter'),
        },
        sequential: {
          before: mean(sequential.map((s) => s.before)),
          after: mean(sequential.map((s) => s.after)),
          worst: worstInSequence,
        },
        worst: { ...worst, before: results.find(({ person }) => person === worst.person)?.before },
        milliseconds,
      }),
    );
    return;
  }
  const percent = (value: number | null) => (value === null ? '–' : (100 * value).toFixed(1)).padStart(6);
  print(
    `${model}: errors in %, before and after so many corrections; ${drawn} random orders of each person's pictures`,
  );
  print(
    ownPriors
      ? 'prior: fitted on the other people'
      : `prior: the one that ships, since there are only ${subjects.length} people`,
  );
  print(['person'.padEnd(8), 'pictures', 'before', ...counts.map((c) => `${c}`.padStart(6))].join('  '));
  for (const row of people) {
    const cells = counts.map((count) => percent((row as Record<string, unknown>)[`after${count}`] as number | null));
    print([row.person.padEnd(8), String(row.pictures).padStart(8), percent(row.before), ...cells].join('  '));
  }
  for (const { count, before, after, fewer, calibrationBefore, calibrationAfter, inTime } of totals) {
    print(
      `${count} corrections: ${percent(before).trim()} → ${percent(after).trim()} % (${fewer.toFixed(0)} % fewer errors); calibration error ${calibrationBefore.toFixed(3)} → ${calibrationAfter.toFixed(3)}`,
    );
    print(
      `  in the order of time: ${percent(inTime.before).trim()} → ${percent(inTime.after).trim()} % (${(100 * (1 - inTime.after / inTime.before)).toFixed(0)} % fewer); ${inTime.worse} people worse, by ${Math.max(0, inTime.mostMore)} pictures at most`,
    );
  }
  print(`worst: ${worst.person} after ${worst.corrections} corrections, ${worst.points.toFixed(1)} points`);
  print(
    `each picture corrected once it was read, in the order of time: ${percent(mean(sequential.map((s) => s.before))).trim()} → ${percent(mean(sequential.map((s) => s.after))).trim()} %; worst: ${worstInSequence.person}, ${worstInSequence.points.toFixed(1)} points (${worstInSequence.pictures} pictures)`,
  );
  print(`learning from 200 corrections: ${milliseconds.toFixed(0)} ms of one core (median)`);
}

/** What becomes of a person's other pictures when the first of an order are corrected. */
interface Try {
  n: number;
  wrongBefore: number;
  wrongAfter: number;
  /** Shares of `n`. */
  before: number;
  after: number;
  /** Probabilities of the other pictures, and what they show. */
  told: { before: Float32Array[]; after: Float32Array[]; labels: number[] };
}

function tried(
  pictures: readonly Picture[],
  order: readonly number[],
  count: number,
  network: NetworkVersion,
  prior: Prior,
): Try {
  const corrected = order.slice(0, count).map((at) => (pictures[at] as Picture).correction);
  const others = order.slice(count).map((at) => pictures[at] as Picture);
  const { apply } = adapt({ ...newPerson(), corrections: corrected }, network, prior);
  const before = others.map(({ expression }) => expression.probabilities);
  const after = others.map(({ expression }) => apply(expression).probabilities);
  const labels = others.map(({ label }) => label);
  const wrong = (told: readonly Float32Array[]) => told.filter((p, i) => strongest(p) !== labels[i]).length;
  const [wrongBefore, wrongAfter] = [wrong(before), wrong(after)];
  const n = others.length;
  return {
    n,
    wrongBefore,
    wrongAfter,
    before: wrongBefore / Math.max(1, n),
    after: wrongAfter / Math.max(1, n),
    told: { before, after, labels },
  };
}

/** A person who corrects every picture, once it was read: each is read by what the ones before it taught. */
function oneByOne({ person, pictures }: Subject, network: NetworkVersion, prior: Prior) {
  const wrong = (told: Float32Array, at: number) => strongest(told) !== (pictures[at] as Picture).label;
  const before = share(pictures.map(({ expression }, at) => wrong(expression.probabilities, at)));
  const after = share(
    pictures.map(({ expression }, at) => {
      const corrections = pictures.slice(0, at).map(({ correction }) => correction);
      return wrong(adapt({ ...newPerson(), corrections }, network, prior).apply(expression).probabilities, at);
    }),
  );
  return { person, pictures: pictures.length, before, after, points: 100 * (after - before) };
}

const gain = ({ before, after }: Try) => after - before;

/**
 * The share of errors afterwards: that of all pictures before, and the mean of what changed on those that were not
 * corrected, so that chance has no say in which pictures these are. Null where all were corrected.
 */
const after = (before: number, tries: readonly Try[]) =>
  tries.some(({ n }) => n > 0) ? Math.max(0, before + mean(tries.map(gain))) : null;

/** Expected calibration error of all tries together. */
function calibration(tries: readonly Try[], when: 'before' | 'after'): number {
  const all = tries.flatMap(({ told }) => told[when]);
  const probabilities = new Float32Array(all.length * emotions.length);
  all.forEach((p, i) => {
    probabilities.set(p, i * emotions.length);
  });
  return computeMetrics(
    probabilities,
    tries.flatMap(({ told }) => told.labels),
    emotions.length,
  ).ece;
}

/** Milliseconds of one core that learning from 200 corrections takes, whatever else runs beside it. */
function timeOf(subjects: readonly Subject[], network: NetworkVersion): number {
  const all = [...subjects].sort((a, b) => b.pictures.length - a.pictures.length).flatMap(({ pictures }) => pictures);
  const person = { ...newPerson(), corrections: all.slice(0, 200).map(({ correction }) => correction) };
  const times = Array.from({ length: 9 }, () => {
    const started = process.cpuUsage();
    adapt(person, network);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return median(times);
}

async function readSubjects(path: string, model: string, network: NetworkVersion): Promise<Subject[]> {
  const bytes = await readFile(path);
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const rows = csvParse((isZipped ? gunzipSync(bytes) : bytes).toString('utf8'));
  for (const column of ['person', 'emotion', 'pixels'])
    if (!rows.columns.includes(column)) throw new Error(`${path}: the column "${column}" is missing`);
  const classifier = createClassifier(await createSession(withFeatures(await loadModel(model, 'expression'))));
  const faces = rows.map((row, i) => {
    const label = Number(row['emotion']);
    const pixels = Float32Array.from((row['pixels'] ?? '').trim().split(/\s+/), Number);
    if (!(emotions[label] && pixels.length === classifierSize ** 2 && pixels.every((p) => p >= 0 && p <= 255)))
      throw new Error(`${path}, line ${i + 2}: must have an emotion from 0 to 6 and 2,304 pixels from 0 to 255`);
    return { person: row['person'] ?? '', label, pixels };
  });
  const subjects = new Map<string, Picture[]>();
  for (let start = 0; start < faces.length; start += batch) {
    const some = faces.slice(start, start + batch);
    const read = await classifier.read(some.map(({ pixels }) => pixels));
    for (const [at, { person, label }] of some.entries()) {
      const expression = read[at] as Expression;
      const pictures = subjects.get(person) ?? [];
      subjects.set(person, pictures);
      const time = new Date((start + at) * apart);
      const correction = correctionOf(expression, [emotions[label] as Emotion], { time, network });
      pictures.push({ expression, label, correction });
    }
  }
  await classifier.close();
  return [...subjects].map(([person, pictures]) => ({ person, pictures }));
}

async function savePrior({ offsets, features }: Prior) {
  const rounded = {
    offsets: offsets.map((row) => row.map((value) => Number(value.toPrecision(4)))),
    features: Number(features.toPrecision(4)),
  };
  const lines = rounded.offsets.map((row) => `    [${row.join(', ')}]`).join(',\n');
  const text = `{\n  "offsets": [\n${lines}\n  ],\n  "features": ${rounded.features}\n}\n`;
  await writeFile(join(packageRoot(), 'src', 'personal', 'prior.json'), text);
  print(text);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${option} must be a whole number of at least 1 (got "${text}")`);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
const share = (values: readonly boolean[]) => mean(values.map(Number));
