import { useEffect, useRef } from 'react';

/** What keys do: `j`, `?`, or two in a row as `g e`. */
export type KeyOrders = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** How long the first of two keys waits for the second. */
const patience = 1_200;

/** Gives keys a meaning while whoever calls this is on the page; in fields and dialogs keys are letters. */
export function useKeys(orders: KeyOrders): void {
  const current = useRef(orders);
  useEffect(() => {
    current.current = orders;
  });
  useEffect(() => {
    let first = { key: '', at: 0 };
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      const isSecond = first.key !== '' && event.timeStamp - first.at < patience;
      const order = (isSecond ? current.current[`${first.key} ${event.key}`] : undefined) ?? current.current[event.key];
      first = isSecond ? { key: '', at: 0 } : { key: event.key, at: event.timeStamp };
      if (order === undefined) return;
      event.preventDefault();
      order(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function isTaken({ target, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented) return true;
  return target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}
