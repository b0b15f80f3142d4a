/** Numbers, days and lists as a language writes them, by the browser's own tables. */

/** A true minus, and none before a zero. */
const signed = (text: string) => (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', ''));

const isTag = (tag: string) => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

/** The language as it is written in the person's region: the first of the browser's languages that is of it. */
export const regionalTag = (language: string, liked: readonly string[]): string =>
  liked.find((tag) => tag.split('-')[0]?.toLowerCase() === language && isTag(tag)) ?? language;

/** liked the browser's languages, for dates and clocks as one writes them in a region */
export function formatsOf(tag: string, liked: readonly string[] = globalThis.navigator?.languages ?? []) {
  const region = regionalTag(tag, liked);
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(region, { ...options, timeZone: 'UTC' });
  // Bars are written anew with every frame.
  const numbers = new Map<number, Intl.NumberFormat>();
  const numbersWith = (digits: number) => {
    const known = numbers.get(digits);
    if (known) return known;
    const made = new Intl.NumberFormat(tag, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
    });
    numbers.set(digits, made);
    return made;
  };
  // 4 January 1970 was a Sunday.
  const weekday = (i: number) => dates({ weekday: 'long' }).format(new Date((3 + i) * 86_400_000));
  return {
    dates,
    /** A number with so many decimals. */
    number: (value: number, digits: number): string => signed(numbersWith(digits).format(value)),
    /** "sad, angry and afraid" */
    list: (words: readonly string[]): string => new Intl.ListFormat(tag).format(words),
    /** A weekday's name, 0 for Sunday. */
    weekday,
    /** Its first two letters. */
    weekdayShort: (i: number): string => weekday(i).slice(0, 2),
    /** A month's name, cut short. */
    monthName: (date: Date): string => dates({ month: 'short' }).format(date),
    /** A date and the time, where the person is. */
    moment: (date: Date): string =>
      new Intl.DateTimeFormat(region, { dateStyle: 'long', timeStyle: 'short' }).format(date),
    /** "3 minutes ago", "yesterday" */
    ago: (minutes: number): string => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(...inUnits(minutes)),
  };
}

/** How long ago something was, in the unit that people would say it in. */
function inUnits(minutes: number): [count: number, unit: 'minute' | 'hour' | 'day'] {
  if (minutes < 60) return [-Math.round(minutes), 'minute'];
  if (minutes < 24 * 60) return [-Math.round(minutes / 60), 'hour'];
  return [-Math.round(minutes / 60 / 24), 'day'];
}

/** The day so many days after 1970-01-01. */
export const dateAt = (day: number) => new Date(day * 86_400_000);

/** With a capital letter, to begin a sentence. */
export const begun = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
