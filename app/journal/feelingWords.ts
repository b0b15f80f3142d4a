/** Words for feelings and where they lie: pleasant or not, and with how much energy (Russell 1980, doi 10.1037/h0077714). */

export interface Place {
  valence: number;
  energy: number;
}

/** Roughly where people put them; what counts is the place that was tapped, words only help to name it. */
const places = {
  tense: [-0.35, 0.75],
  afraid: [-0.65, 0.8],
  angry: [-0.8, 0.65],
  stressed: [-0.5, 0.5],
  annoyed: [-0.6, 0.3],
  worried: [-0.45, 0.2],
  sad: [-0.8, -0.35],
  lonely: [-0.65, -0.2],
  disappointed: [-0.6, -0.05],
  down: [-0.7, -0.6],
  exhausted: [-0.35, -0.85],
  bored: [-0.3, -0.55],
  tired: [-0.1, -0.75],
  restless: [-0.1, 0.5],
  surprised: [0.15, 0.85],
  alert: [0.25, 0.6],
  excited: [0.65, 0.8],
  proud: [0.7, 0.5],
  happy: [0.8, 0.35],
  amused: [0.55, 0.35],
  hopeful: [0.4, 0.2],
  grateful: [0.75, 0],
  content: [0.65, -0.2],
  calm: [0.5, -0.5],
  relaxed: [0.7, -0.6],
  sleepy: [0.15, -0.85],
  fine: [0.25, -0.05],
} as const;

export type FeelingWord = keyof typeof places;

export const feelingWords = Object.keys(places) as FeelingWord[];

/** The words that lie nearest, nearest first. */
export function wordsNear({ valence, energy }: Place, count: number): FeelingWord[] {
  const distance = (word: FeelingWord) => Math.hypot(places[word][0] - valence, places[word][1] - energy);
  return [...feelingWords].sort((a, b) => distance(a) - distance(b)).slice(0, count);
}
