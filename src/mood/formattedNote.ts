/** Notes of Daylio, whose editor writes bold text, lists and line ends as HTML, as the plain text that one sees. */

/** What Daylio's editor and text pasted into it bring; whatever else stands between angle brackets is what somebody typed. */
const formatting = 'a|b|big|br|del|div|em|font|h[1-6]|i|ins|li|ol|p|s|small|span|strike|strong|sub|sup|u|ul';
const tags = new RegExp(`<(/?)(${formatting})(?:\\s[^<>]*)?/?>`, 'gi');
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A line begins and ends with these. */
const blocks = /^(?:div|h[1-6]|li|ol|p|ul)$/;
/** Of those that no script uses. It stands for the border of a block: borders that touch make one line end. */
const border = '\uE000';

/** The note without HTML: a line for each block, "• " before what is in a list. Text without HTML stays as it is. */
export function plainNote(note: string): string {
  const withoutTags = note.replaceAll(border, '').replace(tags, (_, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (name === 'br') return '\n';
    if (!blocks.test(name)) return '';
    return name === 'li' && slash === '' ? `${border}• ` : border;
  });
  const text = withoutTags.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, decoded);
  if (!withoutTags.includes(border)) return text;
  // An empty block holds one line end of its own: <div><br></div>.
  return text.replaceAll(new RegExp(`\n?${border}+`, 'g'), '\n').trim();
}

function decoded(whole: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return characters[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : whole;
}
