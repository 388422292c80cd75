/**
 * The rows of a table as programs write them: cells between commas, semicolons or tabs, whichever the first line has most
 * of; in quotes, a cell may have these and line ends too.
 */
export function csvRows(text: string): readonly (readonly string[])[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const [mark = ','] = [',', ';', '\t'].toSorted((left, right) => first.split(right).length - first.split(left).length);
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n]*))(${mark}|\\r?\\n|$)`, 'gy');
  const rows: string[][] = [[]];
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    const [, quoted, plain = '', end = ''] = found;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== mark) rows.push([]);
  }
  const isEmpty = (row: readonly string[]): boolean => row.every((one) => one === '');
  return rows.filter((row) => !isEmpty(row));
}
