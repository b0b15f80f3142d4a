/** What is wrong in a file, in parts that every language can say; what stands in it is shown as it is written there. */
export interface Fault {
  what: 'value' | 'missing' | 'unknown' | 'long' | 'cutOff' | 'unopened' | 'twoMonths' | 'cells';
  /** Which entry of a list, or which row of a table; of a file that is cut off, the last entry that is whole. */
  entry?: number;
  row?: number;
  /** "felt.valence"; empty where it is about the whole. */
  field?: string;
  got?: string;
  /** What would be right, in signs: "≤ 1", "2026-03-01T08:30". */
  right?: string;
}

/** A record of someone's mood that cannot be read; the message names the place, the value and what would be right. */
export class MoodFileError extends Error {
  override name = 'MoodFileError';

  /** fault for those who say it in another language than English */
  constructor(
    message: string,
    readonly fault?: Fault,
  ) {
    super(message);
  }
}
