import type { KeyboardEvent } from 'react';
import type { Placed } from '../story/tree.ts';

/** What keys do in a timeline. */
export interface TreeOrders {
  readonly lines: readonly Placed[];
  readonly current: number;
  readonly onMove: (index: number) => void;
  readonly onChoose: (index: number) => void;
  readonly onFold: (key: string) => void;
}

const page = 12;

/** The keys of a tree, as everywhere: up and down, in and out, open, first and last. True when the key meant something. */
export function treeKey({ key }: KeyboardEvent, orders: TreeOrders): boolean {
  const { lines, current, onMove, onChoose, onFold } = orders;
  const line = lines[current];
  const go = (index: number): void => onMove(Math.min(lines.length - 1, Math.max(0, index)));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      go(current + 1);
      return true;
    case 'ArrowUp':
    case 'k':
      go(current - 1);
      return true;
    case 'PageDown':
      go(current + page);
      return true;
    case 'PageUp':
      go(current - page);
      return true;
    case 'Home':
      go(0);
      return true;
    case 'End':
      go(lines.length - 1);
      return true;
    case 'Enter':
    case ' ':
      onChoose(current);
      return true;
    case 'ArrowRight':
      if (line?.hasInside === true && !line.isOpen) onFold(line.row.key);
      else if (line?.hasInside === true) go(current + 1);
      return true;
    case 'ArrowLeft':
      if (line?.hasInside === true && line.isOpen) onFold(line.row.key);
      else go(lines.findIndex(({ row }) => row.key === line?.row.parent));
      return true;
    default:
      return false;
  }
}
