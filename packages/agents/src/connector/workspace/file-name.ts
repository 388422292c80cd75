/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A title as a name for a file: letters of any script and digits, words joined by `-`, at most 60 characters. */
export function nameFor(title: string): string {
  const name = title
    .toLowerCase()
    .normalize('NFKC')
    .replace(/["'\u05F3\u05F4]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'untitled' : name;
}
