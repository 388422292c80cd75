/** Letters that take two columns: the East Asian wide blocks and the emoji. */
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3FFFD}]/u;
const graphemes = new Intl.Segmenter();

/** How many columns a line without escape codes takes in a terminal. */
export function textWidth(text: string): number {
  // Printable ASCII is the common case and needs no segmenting.
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment);
  return width;
}

/** The text in exactly so many columns: cut with `…`, or filled with spaces. */
export function fitWidth(text: string, columns: number): string {
  const width = textWidth(text);
  if (width <= columns) return text + ' '.repeat(columns - width);
  let kept = '';
  let taken = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (taken + widthOf(segment) > columns - 1) break;
    kept += segment;
    taken += widthOf(segment);
  }
  return `${kept}…${' '.repeat(Math.max(0, columns - 1 - taken))}`;
}

function widthOf(grapheme: string): number {
  if (/^\p{Mark}/u.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
