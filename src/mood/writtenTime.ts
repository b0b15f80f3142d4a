/** Days and times as people's programs write them, in many languages: "01.03.2026 18.19", "3/1/2026 6:19 p. m.". */
import { MoodFileError } from './errors';
import { isTime } from './isoTime';

/** Reads the times of one column; undefined for a text that is not a time. */
export type TimeReader = (text: string) => string | undefined;

/**
 * A reader of the column's times as ISO 8601, the wall clock's.
 *
 * Whether 3/1/2026 is in March or in January is told by the rest of the column: by a day above 12, or by its order.
 *
 * texts every text of the column
 * Throws a MoodFileError when the column does not tell.
 *
 * @example timeReader(['13/2/2026 6:19 PM'])('1/3/2026 7:05 AM') // "2026-03-01T07:05"
 */
export function timeReader(texts: readonly string[]): TimeReader {
  const order = slashOrder(texts);
  return (text) => readTime(text, order);
}

type SlashOrder = 'day first' | 'month first';

function slashOrder(texts: readonly string[]): SlashOrder {
  const slashed = texts.map((text) => text.match(slashDate)).filter((match) => match !== null);
  if (slashed.some(([, a]) => Number(a) > 12)) return 'day first';
  if (slashed.some(([, , b]) => Number(b) > 12) || slashed.every(([, a, b]) => a === b)) return 'month first';
  const orders = (['day first', 'month first'] as const).filter((order) => isInOrder(texts, order));
  if (orders.length === 1) return orders[0] as SlashOrder;
  const got = `"${slashed[0]?.[0]}"`;
  throw new MoodFileError(`${got} may be of two months; write dates as 2026-03-01`, { what: 'twoMonths', got });
}

/** Whether times only rise, or only fall, as diaries are kept and exported. */
function isInOrder(texts: readonly string[], order: SlashOrder): boolean {
  const times = texts.map((text) => readTime(text, order) ?? '');
  const rises = (list: readonly string[]) => list.every((time, i) => i === 0 || (list[i - 1] as string) <= time);
  return rises(times) || rises([...times].reverse());
}

const slashDate = /^\s*(\d{1,2})\/(\d{1,2})\/(?:\d{4}|\d{2})\b/;
const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})[日.]?/;
const yearLast = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)\.?/;
/** "March 1, 2026", "1. März 2026", "1 de marzo de 2026". */
const dayAndName =
  /^(?:(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?)?(\p{L}{3,})\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?(?=[,\s]))?,?\s+(?:de\s+)?(\d{4})/u;

function readTime(text: string, order: SlashOrder): string | undefined {
  const given = text.trim();
  if (isTime(given)) return given;
  const plain = plainText(given);
  const found = readDate(plain, order);
  if (!found) return undefined;
  const rest = plain.slice(found.length).replace(/^[T,\s]+/, '');
  const clock = rest === '' ? '' : readClock(rest);
  if (clock === undefined) return undefined;
  const time = clock === '' ? found.date : `${found.date}T${clock}`;
  return isTime(time) ? time : undefined;
}

function readDate(text: string, order: SlashOrder): { date: string; length: number } | undefined {
  const iso = (year: string, month: string, day: string) =>
    `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const first = text.match(yearFirst);
  if (first) {
    const [whole, year = '', month = '', day = ''] = first;
    return { date: iso(year, month, day), length: whole.length };
  }
  const last = text.match(yearLast);
  if (last) {
    const [whole, a = '', b = '', year = ''] = last;
    const monthFirst = order === 'month first' && slashDate.test(text);
    return { date: monthFirst ? iso(year, a, b) : iso(year, b, a), length: whole.length };
  }
  const named = text.match(dayAndName);
  if (!named) return undefined;
  const [whole, before, name = '', after, year = ''] = named;
  const month = monthsByName().get(name.toLowerCase());
  const day = before ?? after;
  return month === undefined || day === undefined
    ? undefined
    : { date: iso(year, String(month), day), length: whole.length };
}

/** Before noon and after noon, as clocks of twelve hours say it. */
const beforeNoon = /^(a\.? ?m\.?|上午|午前|오전|π\.? ?μ\.?|ص|πμ|de\.?|sa|पूर्वाह्न)$/i;
const afterNoon = /^(p\.? ?m\.?|下午|午後|오후|μ\.? ?μ\.?|م|μμ|du\.?|chiều|अपराह्न)$/i;

/**
 * "6:19 p. m.", "18.19", "18h19", "下午6:19" → "18:19"; an offset from UTC stays.
 *
 * Undefined where it is no time of a day.
 */
export function readClock(text: string): string | undefined {
  const match = plainText(text).match(
    /^(?:kl\.?\s*)?(\D*?)\s*(\d{1,2})\s*[:.h時时点]\s*(\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?\s*(?:분|分|uhr|h)?\s*(.*?)$/i,
  );
  if (!match) return undefined;
  const [, before = '', hours = '', minutes = '', seconds, fraction, after = ''] = match;
  const offset = /^(z|[+-]\d{2}:?\d{2})$/i.test(after) ? after.toUpperCase() : '';
  const half = (before || (offset === '' ? after : '')).trim();
  const isAfterNoon = afterNoon.test(half);
  if (half !== '' && !isAfterNoon && !beforeNoon.test(half)) return undefined;
  if (half !== '' && !(Number(hours) >= 1 && Number(hours) <= 12)) return undefined;
  // Some clocks begin their day at 24:00.
  const hour = half === '' ? (hours === '24' ? 0 : Number(hours)) : (Number(hours) % 12) + (isAfterNoon ? 12 : 0);
  const exact = seconds === undefined ? '' : `:${seconds}${fraction === undefined ? '' : `.${fraction}`}`;
  return `${String(hour).padStart(2, '0')}:${minutes}${exact}${offset}`;
}

/** Wide, narrow and unbreakable spaces as spaces, digits of any script as 0 to 9, marks of direction gone. */
const plainText = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u200e\u200f\u061c]/g, '')
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
    .replaceAll(/\s+/g, ' ')
    .trim();

const monthLocales = 'en de fr es it pt nl sv da nb fi pl cs sk hu ro hr tr id el uk ru'.split(' ');
let months: ReadonlyMap<string, number> | undefined;

/** Names of months, whole and short, in the languages of Europe and some more. */
function monthsByName(): ReadonlyMap<string, number> {
  months ??= new Map(
    monthLocales.flatMap((locale) =>
      (['long', 'short'] as const).flatMap((style) => {
        // With a day beside it a month is in the case that dates have.
        const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: style, timeZone: 'UTC' });
        return Array.from({ length: 12 }, (_, month): [string, number] => {
          const parts = format.formatToParts(new Date(Date.UTC(2026, month, 1)));
          const name = parts.find(({ type }) => type === 'month')?.value ?? '';
          return [name.toLowerCase().replace(/\.$/, ''), month + 1];
        });
      }),
    ),
  );
  return months;
}
