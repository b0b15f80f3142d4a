/** Words for feelings and where they lie: pleasant or not, and with how much energy (Russell 1980, doi 10.1037/h0077714). */

export interface Place {
  valence: number;
  energy: number;
}

/** Roughly where people put them; what counts is the place that was tapped, words only help to name it. */
const places = {
  tense: [-0.35, 0.75],
  afraid: [-0.65, 0.8],
  panicky: [-0.85, 0.95],
  furious: [-0.9, 0.85],
  angry: [-0.8, 0.65],
  stressed: [-0.5, 0.5],
  overwhelmed: [-0.55, 0.65],
  frustrated: [-0.7, 0.45],
  annoyed: [-0.6, 0.3],
  jealous: [-0.6, 0.55],
  disgusted: [-0.75, 0.3],
  worried: [-0.45, 0.2],
  nervous: [-0.3, 0.6],
  impatient: [-0.3, 0.4],
  insecure: [-0.45, 0.05],
  ashamed: [-0.75, 0.1],
  guilty: [-0.65, 0.15],
  embarrassed: [-0.4, 0.35],
  hurt: [-0.75, -0.05],
  sad: [-0.8, -0.35],
  grieving: [-0.95, -0.25],
  lonely: [-0.65, -0.2],
  disappointed: [-0.6, -0.05],
  hopeless: [-0.9, -0.55],
  down: [-0.7, -0.6],
  empty: [-0.6, -0.75],
  numb: [-0.45, -0.65],
  homesick: [-0.45, -0.3],
  discouraged: [-0.5, -0.4],
  exhausted: [-0.35, -0.85],
  sluggish: [-0.2, -0.6],
  bored: [-0.3, -0.55],
  tired: [-0.1, -0.75],
  distant: [-0.2, -0.3],
  confused: [-0.25, 0.15],
  restless: [-0.1, 0.5],
  torn: [-0.2, 0.25],
  shocked: [-0.35, 0.95],
  surprised: [0.15, 0.85],
  alert: [0.25, 0.6],
  curious: [0.4, 0.45],
  focused: [0.3, 0.3],
  excited: [0.65, 0.8],
  elated: [0.9, 0.9],
  inspired: [0.6, 0.6],
  energetic: [0.45, 0.75],
  confident: [0.6, 0.4],
  proud: [0.7, 0.5],
  playful: [0.6, 0.7],
  happy: [0.8, 0.35],
  'in love': [0.9, 0.55],
  joyful: [0.9, 0.65],
  amused: [0.55, 0.35],
  hopeful: [0.4, 0.2],
  interested: [0.4, 0.1],
  grateful: [0.75, 0],
  touched: [0.5, 0.05],
  loved: [0.8, 0.1],
  connected: [0.65, 0.15],
  relieved: [0.55, -0.3],
  content: [0.65, -0.2],
  safe: [0.7, -0.35],
  balanced: [0.45, -0.15],
  calm: [0.5, -0.5],
  peaceful: [0.8, -0.7],
  relaxed: [0.7, -0.6],
  dreamy: [0.4, -0.75],
  sleepy: [0.15, -0.85],
  thoughtful: [0.05, -0.3],
  fine: [0.25, -0.05],
} as const;

export type FeelingWord = keyof typeof places;

export const feelingWords = Object.keys(places) as FeelingWord[];

/** The words that lie nearest, nearest first. */
export function wordsNear({ valence, energy }: Place, count: number): FeelingWord[] {
  const distance = (word: FeelingWord) => Math.hypot(places[word][0] - valence, places[word][1] - energy);
  return [...feelingWords].sort((a, b) => distance(a) - distance(b)).slice(0, count);
}

/** Where a word lies; undefined for one that another page or journal knows. */
export function placeOf(word: string): Place | undefined {
  const found = Object.hasOwn(places, word) ? places[word as FeelingWord] : undefined;
  return found && { valence: found[0], energy: found[1] };
}
