/** The telephone number or address in a line that somebody wrote. */

export interface HelpLink {
  before: string;
  shown: string;
  href: string;
  after: string;
}

/** A page, with or without https://, and its path. */
const address = /(?:https?:\/\/)?(?:[\p{L}\d-]+\.)+\p{L}{2,}(?:\/[^\s()]*)?/u;
/** Three digits and more, as people write telephone numbers. */
const number = /\+?\d[\d ()/.-]*\d/;

/** The first of either; a number needs at least three digits. */
export function linkIn(line: string): HelpLink | undefined {
  const page = address.exec(line);
  if (page) {
    const [shown] = page;
    const href = shown.includes('://') ? shown.replace(/^http:/, 'https:') : `https://${shown}`;
    return { ...around(line, page.index, shown), shown, href };
  }
  const call = number.exec(line);
  const digits = call?.[0].replaceAll(/[^\d+]/g, '') ?? '';
  if (!call || digits.length < 3) return undefined;
  return { ...around(line, call.index, call[0]), shown: call[0], href: `tel:${digits}` };
}

const around = (line: string, at: number, shown: string) => ({
  before: line.slice(0, at),
  after: line.slice(at + shown.length),
});
