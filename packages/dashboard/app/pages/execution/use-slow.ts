import { useEffect, useRef, useState } from 'react';

/** What a value has become, told at most so often: for what is too dear to be asked at every change. */
export function useSlow<T>(value: T, milliseconds: number): T {
  const [slow, setSlow] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  const isBehind = !Object.is(slow, value);
  useEffect(() => {
    if (!isBehind) return undefined;
    const timer = setTimeout(() => setSlow(latest.current), milliseconds);
    return () => clearTimeout(timer);
  }, [isBehind, slow, milliseconds]);
  return slow;
}
