import type { TerminalStream } from '../terminal/terminal.ts';

/** Lines at the bottom of a terminal that are drawn over and over. */
export interface LiveRegion {
  draw(lines: readonly string[]): void;
  /** Removes the lines, so that what is printed next takes their place. */
  clear(): void;
}

/** A region on a stream whose reader is a terminal. Each picture is one write, so that it never flickers. */
export function openLiveRegion(stream: TerminalStream): LiveRegion {
  let height = 0;
  let last = '';
  const back = (): string => (height === 0 ? '' : `\u001B[${height}A\r`);
  return {
    draw(lines) {
      const picture = lines.map((line) => `${line}\u001B[K\n`).join('');
      if (picture === last) return;
      stream.write(`${back()}${picture}\u001B[J`);
      height = lines.length;
      last = picture;
    },
    clear() {
      if (height > 0) stream.write(`${back()}\u001B[J`);
      height = 0;
      last = '';
    },
  };
}
