/** One line of a page and whether it stands inside a fenced block. */
export type ProseLine = {
  readonly line: number;
  readonly text: string;
  readonly isCode: boolean;
};

/** The lines of a Markdown page. */
export function proseLines(text: string): readonly ProseLine[] {
  let fence: string | undefined;
  return text.split('\n').map((content, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(content)?.[1];
    const isCode = fence !== undefined || mark !== undefined;
    if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    return { line: index + 1, text: content, isCode };
  });
}
