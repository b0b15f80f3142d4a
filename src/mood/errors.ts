/** A record of someone's mood that cannot be read; the message names the place, the value and what would be right. */
export class MoodFileError extends Error {
  override name = 'MoodFileError';
}
