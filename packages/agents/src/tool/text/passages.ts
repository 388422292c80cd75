/** A sentence or an entry of a list, with the heading it stands under. */
export interface Passage {
  readonly text: string;
  readonly heading: string;
  /** True for an entry with an empty box: something to be done. */
  readonly isOpen: boolean;
}

const heading = /^#{1,6}\s+(.*)$/;
const mark = /^(?:[-*>]|\d+[.)])\s+/;
const box = /^\[( |x|X)\]\s*/;
/** What a document says of itself. */
const aboutItself = /^(?:date|dated|present|written by|תאריך|נוכחים|כתבה?)\s*:/iu;
const fewest = 3;
const most = 400;

/** The passages of a document in the order they stand: entries whole, paragraphs by sentence; rows of tables left out. */
export function passagesOf(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let under = '';
  let isTitled = false;
  for (const line of text.split('\n').map((part) => part.trim())) {
    const title = heading.exec(line)?.[1];
    if (title !== undefined) {
      // The first heading is the title, which says nothing of what stands under it.
      under = isTitled ? title.trim() : '';
      isTitled = true;
    } else if (line !== '' && !aboutItself.test(line) && !line.startsWith('|') && !line.includes('\t'))
      passages.push(...inLine(line, under));
  }
  return passages;
}

function inLine(line: string, under: string): readonly Passage[] {
  const entry = line.replace(mark, '');
  const isOpen = box.exec(entry)?.[1] === ' ';
  const plain = entry.replace(box, '').trim();
  const parts = entry === line ? sentencesIn(plain) : [plain];
  return parts
    .filter((part) => part.split(/\s+/).length >= fewest && part.length <= most)
    .map((part) => ({ text: part, heading: under, isOpen }));
}

/** Sentences end at a mark with space behind it, not inside of numbers or names. */
function sentencesIn(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[\p{Lu}\p{Lo}"«(])/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
