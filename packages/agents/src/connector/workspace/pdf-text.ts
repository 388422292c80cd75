import { getDocumentProxy } from 'unpdf';

/** A PDF as text, with the title it gives itself. */
export interface PdfText {
  readonly title: string | null;
  readonly text: string;
}

/** A piece of text on a page; places in points from the lower left corner. */
interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Line {
  readonly text: string;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isRow: boolean;
}

const rightToLeft = /[\u0590-\u08FF]/gu;

/**
 * The text of a PDF in reading order. Pieces are put in order by where they stand on the page, from the right in lines
 * that are mostly Hebrew or Arabic, so that numbers stay where they were; lines of a paragraph are joined again, and
 * cells of a table are divided by tabs. Null for what is damaged or locked.
 */
export async function pdfText(bytes: Buffer): Promise<PdfText | null> {
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(joined(linesOf(items.flatMap((item) => pieceOf(item)))));
    }
    const { info } = await document.getMetadata();
    const title = 'Title' in info && typeof info.Title === 'string' && info.Title.trim() !== '' ? info.Title : null;
    return { title, text: pages.join('\n\n') };
  } catch {
    return null;
  }
}

function pieceOf(item: object): readonly Piece[] {
  if (!('str' in item) || !('transform' in item) || typeof item.str !== 'string' || item.str === '') return [];
  const [x, y] = Array.isArray(item.transform) ? item.transform.slice(4).map(Number) : [];
  const size = (name: 'width' | 'height'): number => (name in item ? Number(Reflect.get(item, name)) : 0);
  return [{ text: item.str, x: x ?? 0, y: y ?? 0, width: size('width'), height: size('height') || 10 }];
}

function linesOf(pieces: readonly Piece[]): readonly Line[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const group = groups.find(([first]) => Math.abs((first?.y ?? 0) - piece.y) < 2);
    if (group === undefined) groups.push([piece]);
    else group.push(piece);
  }
  return groups.map(lineOf).toSorted((left, right) => right.y - left.y);
}

function lineOf(group: readonly Piece[]): Line {
  const all = group.map(({ text }) => text).join('');
  const isLeftward = (all.match(rightToLeft)?.length ?? 0) > all.replace(/[\s\d\p{P}]/gu, '').length / 2;
  const ordered = group.toSorted((left, right) => (isLeftward ? right.x - left.x : left.x - right.x));
  let text = '';
  let before: Piece | null = null;
  for (const piece of ordered) {
    const gap = before === null ? 0 : gapBetween(before, piece);
    text += (gap > piece.height ? '\t' : gap > piece.height * 0.15 ? ' ' : '') + piece.text;
    before = piece;
  }
  const left = Math.min(...group.map(({ x }) => x));
  const right = Math.max(...group.map(({ x, width }) => x + width));
  const height = Math.max(...group.map((piece) => piece.height));
  return {
    text: text.replace(/ {2,}/g, ' ').trim(),
    y: group[0]?.y ?? 0,
    width: right - left,
    height,
    isRow: text.includes('\t'),
  };
}

function gapBetween(before: Piece, after: Piece): number {
  return Math.max(after.x - (before.x + before.width), before.x - (after.x + after.width));
}

/** A line goes on in the next one when it reaches the edge and the next one is as near as lines of a paragraph are. */
function joined(lines: readonly Line[]): string {
  const widest = Math.max(0, ...lines.map(({ width }) => width));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    const goesOn =
      next !== undefined &&
      !line.isRow &&
      !next.isRow &&
      line.width > widest * 0.85 &&
      line.y - next.y < line.height * 1.6;
    text += line.text + (goesOn ? ' ' : '\n');
  }
  return text.trim();
}
