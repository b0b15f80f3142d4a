/** Which commands there are, and where each is. Only what is asked for is loaded: all of them take longer than Node itself. */
import type { Command } from 'commander';

type Add = (program: Command) => void;

/** In the order of `--help`. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  live: async () => (await import('./live')).addLive,
  analyze: async () => (await import('./analyze')).addAnalyze,
  learn: async () => (await import('./learn')).addLearn,
  data: async () => (await import('./data')).addData,
  train: async () => (await import('./train')).addTrain,
  evaluate: async () => (await import('./evaluate')).addEvaluate,
  sweep: async () => (await import('./sweep')).addSweep,
  compare: async () => (await import('./compare')).addCompare,
  predict: async () => (await import('./study/predict')).addPredict,
  explain: async () => (await import('./explain')).addExplain,
  export: async () => (await import('./export')).addExport,
  networks: async () => (await import('./study/networks')).addNetworks,
  summary: async () => (await import('./study/layers')).addSummary,
  recipe: async () => (await import('./study/recipe')).addRecipe,
  models: async () => (await import('./models')).addModels,
  mood: async () => (await import('./mood')).addMood,
  page: async () => (await import('./page')).addPage,
  worker: async () => (await import('./worker')).addWorker,
  queue: async () => (await import('./queue')).addQueue,
};

/** Without a command the page opens. */
const defaultCommand = 'live';

/** Without one of their parts, these do: `feeling models` lists. */
const defaultPart: Readonly<Record<string, string>> = { models: 'list' };

const help = ['-h', '--help'];
const version = ['-V', '--version'];

/** Words of a command line with what they leave out. */
export function withDefaults(words: readonly string[]): readonly string[] {
  const [first, second] = words;
  if (first === undefined || (first.startsWith('-') && ![...help, ...version].includes(first)))
    return [defaultCommand, ...words];
  const part = Object.hasOwn(defaultPart, first) ? defaultPart[first] : undefined;
  const isNamed = second !== undefined && (!second.startsWith('-') || help.includes(second));
  return part === undefined || isNamed ? words : [first, part, ...words.slice(1)];
}

/** Whether only the version is asked for, which needs no command. */
export const asksForVersion = ([first]: readonly string[]): boolean => first !== undefined && version.includes(first);

/**
 * Adds the command that the first word names. Where it names none, adds all: help lists them, and a mistyped one is
 * told which it may be.
 */
export async function addCommands(program: Command, firstWord: string) {
  const named = Object.hasOwn(commands, firstWord) ? commands[firstWord] : undefined;
  const add = await Promise.all((named ? [named] : Object.values(commands)).map((load) => load()));
  for (const addCommand of add) addCommand(program);
}
