/** A guide as somebody follows it: the files that it shows, and the commands that it gives, in their order. */

export type GuideStep = { file: string; content: string } | { command: string };

/**
 * Blocks of code of a Markdown text. A block with a language is the file whose name stands last in the paragraph before it,
 * `as.json`; the lines of one without are commands.
 *
 * Throws an Error for a block with a language before which no file is named.
 */
export function guideSteps(markdown: string): GuideStep[] {
  const steps: GuideStep[] = [];
  let before = '';
  for (const [, text = '', language, content = ''] of markdown.matchAll(/([\s\S]*?)^```(\w*)\n([\s\S]*?)^```$/gm)) {
    before =
      text
        .trim()
        .split(/\n\s*\n/)
        .at(-1) ?? '';
    if (language === '') {
      const lines = content.split('\n').filter((line) => line.trim() !== '');
      steps.push(...lines.map((command) => ({ command })));
      continue;
    }
    const file = [...before.matchAll(/`([\w.-]+\.(?:m?js|json))`/g)].at(-1)?.[1];
    if (file === undefined)
      throw new Error(`guide: no file is named before the block that begins ${content.slice(0, 40)}`);
    steps.push({ file, content });
  }
  return steps;
}
