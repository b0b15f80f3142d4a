/** A text's bytes as lines, wherever the bytes come from. */

const newline = 10;

/**
 * Lines as bytes in UTF-8, without line ends and byte order mark; each is valid until the next is asked for. UTF-16, as
 * spreadsheets save it, is told by its first bytes.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array(0);
  for await (const chunk of inUtf8(chunks)) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = chunk.subarray(start, end);
      yield withoutReturn(rest.length > 0 ? joined(rest, line) : line);
      rest = new Uint8Array(0);
      start = end + 1;
    }
    rest = joined(rest, chunk.subarray(start));
  }
  if (rest.length > 0) yield withoutReturn(rest);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const encoder = new TextEncoder();

async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      isFirst = false;
      const [a, b, c] = chunk;
      if (a === 0xff && b === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (a === 0xfe && b === 0xff) decoder = new TextDecoder('utf-16be');
      else if (a === 0xef && b === 0xbb && c === 0xbf) {
        yield chunk.subarray(3);
        continue;
      }
    }
    yield decoder ? encoder.encode(decoder.decode(chunk, { stream: true })) : chunk;
  }
}

const withoutReturn = (line: Uint8Array) => (line.at(-1) === 13 ? line.subarray(0, -1) : line);
