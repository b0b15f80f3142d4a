/** Text from elsewhere (names of files, cells, messages) without what a terminal would act upon. */

/** Control sequences: CSI ("ESC [ 31 m"), OSC ("ESC ] 0 ; title BEL") and the other string commands, two-byte ones. */
const sequences = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'g',
);

/** Control characters but the tabulator and the line feed, and those that turn the direction of text. */
const controls = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** The text without escape sequences and control characters. Tabulators stay, and ends of lines, as line feeds. */
export const plainText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(sequences, '').replace(controls, '');

/** The same on one line. */
export const plainLine = (text: string): string => plainText(text).replace(/[\t\n]+/g, ' ');
