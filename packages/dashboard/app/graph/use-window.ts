import { useEffect, useState, type RefObject } from 'react';

/** The part of something scrollable that can be seen, in pixels of what is scrolled. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far scrolling goes before what is drawn changes. */
const step = 200;

/** The part of an element that is in sight, in steps: what is drawn around it bridges the rest. */
export function useWindow(element: RefObject<HTMLElement | null>): Window {
  const [window, setWindow] = useState<Window>({ left: 0, top: 0, width: 800, height: 600 });
  useEffect(() => {
    const scrolled = element.current;
    if (scrolled === null) return;
    const look = (): void => {
      const next = {
        left: Math.floor(scrolled.scrollLeft / step) * step,
        top: Math.floor(scrolled.scrollTop / step) * step,
        width: scrolled.clientWidth + step,
        height: scrolled.clientHeight + step,
      };
      setWindow((before) => (isSame(before, next) ? before : next));
    };
    look();
    scrolled.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(scrolled);
    return () => {
      scrolled.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [element]);
  return window;
}

function isSame(a: Window, b: Window): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
