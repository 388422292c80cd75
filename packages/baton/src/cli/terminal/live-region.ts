/** Lines at the bottom of a terminal that are drawn over and over. */
export interface LiveRegion {
  draw(lines: readonly string[]): void;
  /** Prints lines above the picture, which stays at the bottom. */
  above(text: string): void;
  /** Leaves the picture where it is: what is printed next stands below it. */
  leave(): void;
}

/** A region on a stream whose reader is a terminal. Each picture is one write, so that it never flickers. */
export function openLiveRegion(write: (text: string) => void): LiveRegion {
  let height = 0;
  let last = '';
  const back = (): string => (height === 0 ? '' : `\u001B[${height}A\r`);
  return {
    draw(lines) {
      const picture = lines.map((line) => `${line}\u001B[K\n`).join('');
      if (picture === last) return;
      write(`${back()}${picture}\u001B[J`);
      height = lines.length;
      last = picture;
    },
    above(text) {
      write(height === 0 ? text : `${back()}\u001B[J${text}${last}`);
    },
    leave() {
      height = 0;
      last = '';
    },
  };
}
