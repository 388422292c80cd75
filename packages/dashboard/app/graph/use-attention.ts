import { useEffect, type RefObject } from 'react';
import type { Layout } from './placed.ts';

interface Attention {
  readonly layout: Layout;
  readonly scale: number;
  /** The task that is looked at; empty for none. */
  readonly path: string;
}

/** Pixels that stay free around what is brought into sight. */
const room = 40;

/** Brings a task into sight when it is chosen, or when it has another place; the middle of a graph that is new. */
export function useAttention(element: RefObject<HTMLElement | null>, { layout, scale, path }: Attention): void {
  useEffect(() => {
    const scrolled = element.current;
    if (scrolled === null) return;
    const box = layout.boxes.find((one) => one.path === path);
    if (box === undefined) {
      scrolled.scrollLeft = (scrolled.scrollWidth - scrolled.clientWidth) / 2;
      return;
    }
    const [left, top] = [box.x * scale, box.y * scale];
    const isBeside = left < scrolled.scrollLeft || left > scrolled.scrollLeft + scrolled.clientWidth - 2 * room;
    const isOutside = top < scrolled.scrollTop || top > scrolled.scrollTop + scrolled.clientHeight - 2 * room;
    if (isBeside) scrolled.scrollLeft = left - room;
    if (isOutside) scrolled.scrollTop = top - room;
  }, [element, layout, scale, path]);
}
