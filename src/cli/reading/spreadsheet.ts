/** CSV as Excel and its like open it with a double click, in whatever country they are. */
import type { CsvStyle } from '../../files';

/** Without it, Excel takes UTF-8 for the old code page of its country. */
export const byteOrderMark = '\ufeff';

/**
 * Decimal commas, and therefore semicolons between cells, where the locale writes 1,5.
 *
 * locale that of the system's settings if not given
 *
 * @example spreadsheetStyle('de-DE') // { separator: ';', decimalPoint: ',' }
 */
export function spreadsheetStyle(locale = systemLocale(process.env)): CsvStyle {
  const parts = numberFormat(locale).formatToParts(1.5);
  const hasComma = parts.some(({ type, value }) => type === 'decimal' && value === ',');
  return hasComma ? { separator: ';', decimalPoint: ',' } : { separator: ',', decimalPoint: '.' };
}

/** "de_AT.UTF-8" → "de-AT"; undefined where the environment names none, as on Windows. */
export function systemLocale(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = environment['LC_ALL'] || environment['LC_NUMERIC'] || environment['LANG'];
  if (!given) return undefined;
  const name = given.replace(/[.@].*$/, '').replaceAll('_', '-');
  return name === 'C' || name === 'POSIX' ? 'en' : name;
}

/** A locale that nobody knows counts as none. */
function numberFormat(locale: string | undefined): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale);
  } catch {
    return new Intl.NumberFormat();
  }
}
