/**
 * The rows of a table as programs write them: cells between commas, semicolons or tabs, whichever the first line has most
 * of; in quotes, a cell may have these and line ends too. A quote that nobody closes goes on to the end. Empty rows are left
 * out.
 */
export function csvRows(text: string): readonly (readonly string[])[] {
  const reading: Reading = { rows: [[]], cell: '', isQuoted: false, mark: markOf(text) };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (!reading.isQuoted) readPlain(reading, letter);
    else if (letter !== '"') reading.cell += letter;
    else if (text.charAt(at + 1) === '"') {
      reading.cell += letter;
      at += 1;
    } else reading.isQuoted = false;
  }
  endCell(reading);
  return reading.rows.filter((row) => row.some((cell) => cell !== ''));
}

interface Reading {
  readonly rows: string[][];
  /** What is between cells. */
  readonly mark: string;
  cell: string;
  isQuoted: boolean;
}

function markOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (mark: string): number => first.split(mark).length;
  const [most = ','] = [',', ';', '\t'].toSorted((left, right) => count(right) - count(left));
  return most;
}

function readPlain(reading: Reading, letter: string): void {
  if (letter === '"' && reading.cell === '') reading.isQuoted = true;
  else if (letter === reading.mark) endCell(reading);
  else if (letter === '\n') {
    endCell(reading);
    reading.rows.push([]);
  } else if (letter !== '\r') reading.cell += letter;
}

function endCell(reading: Reading): void {
  reading.rows.at(-1)?.push(reading.cell);
  reading.cell = '';
}
