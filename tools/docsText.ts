/** Changes to pages on their way into the site. */

/**
 * Turns the targets of relative links and pictures.
 *
 * place where a target is now, from the same page; undefined leaves only the link's text
 */
export function linked(page: string, place: (target: string) => string | undefined): string {
  return page.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, picture: string, text: string, target: string) => {
    if (/^([a-z]+:|#|\/)/.test(target)) return whole;
    const [path = '', anchor] = target.split('#');
    const found = place(path);
    if (found === undefined) return text;
    const near = found.startsWith('.') ? found : `./${found}`;
    return `${picture}[${text}](${near}${anchor ? `#${anchor}` : ''})`;
  });
}

/** Doc comments give shapes in columns, `x       [batch, channels]`: such lines are code, or they would run together. */
export function shapesAsCode(page: string): string {
  let inCode = false;
  const lines: string[] = [];
  const isColumn = (line: string | undefined) => /^[\w$…]+(, [\w$]+)* +\\?\[.*\]|^[\w$]+ {2,}\S/.test(line ?? '');
  let open = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    const column = !inCode && isColumn(line);
    if (column !== open) lines.push('```');
    if (column && !open) lines[lines.length - 1] = '```text';
    open = column;
    lines.push(column ? line.replaceAll(/\\(.)/g, '$1') : line);
  }
  if (open) lines.push('```');
  return lines.join('\n');
}
