/** Colours for one stream; without colour every function returns its text. */
export interface Painter {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
const wrap =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001B[${on}m${text}\u001B[${off}m`;

/** For files, pipes, `NO_COLOR` and `--no-color`. */
export const uncoloured: Painter = { green: same, red: same, yellow: same, blue: same, dim: same, bold: same };

/** The sixteen basic colours, which follow the theme of the terminal. */
export const coloured: Painter = {
  green: wrap(32, 39),
  red: wrap(31, 39),
  yellow: wrap(33, 39),
  blue: wrap(34, 39),
  dim: wrap(2, 22),
  bold: wrap(1, 22),
};
