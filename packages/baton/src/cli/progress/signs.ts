import type { Phase, TaskView } from '@batonhq/core';
import type { Painter } from '../terminal/painter.ts';

/** Everything a line can say about how far something is. */
export type Progress = Phase | TaskView['phase'];

interface Sign {
  readonly symbol: string;
  /** For terminals without such letters. */
  readonly plain: string;
  readonly paint: keyof Painter;
}

/** A state has a shape and a word, never a colour alone: not everybody sees colours. */
const signs: Readonly<Record<Progress, Sign>> = {
  pending: { symbol: '·', plain: '.', paint: 'dim' },
  running: { symbol: '▸', plain: '>', paint: 'blue' },
  waiting: { symbol: '◷', plain: '~', paint: 'yellow' },
  suspended: { symbol: '‖', plain: '=', paint: 'yellow' },
  completed: { symbol: '✓', plain: '+', paint: 'green' },
  faulted: { symbol: '✗', plain: 'x', paint: 'red' },
  cancelled: { symbol: '⊘', plain: 'o', paint: 'yellow' },
  skipped: { symbol: '–', plain: '-', paint: 'dim' },
};

/** How lines are to look. */
export interface Look {
  readonly paint: Painter;
  readonly symbols: boolean;
}

/** The shape of a state, in its colour. */
export function signOf(progress: Progress, { paint, symbols }: Look): string {
  const sign = signs[progress];
  return paint[sign.paint](symbols ? sign.symbol : sign.plain);
}

/** Text in the colour of a state. */
export function inColourOf(progress: Progress, text: string, { paint }: Look): string {
  return paint[signs[progress].paint](text);
}
