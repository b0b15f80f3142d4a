/** Times as the journal writes them. */

const pattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Whether this is a day that exists, with or without a time. */
export function isTime(text: string): boolean {
  if (!pattern.test(text)) return false;
  const day = text.slice(0, 10);
  const parsed = new Date(day);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) return false;
  return (text.slice(11, 13) || '00') < '24' && (text.slice(14, 16) || '00') < '60';
}

/** The wall clock with its offset: "2026-03-01T08:30:00.000+01:00"; to the millisecond, so that entries keep their order. */
export function wallClock(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 23);
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
