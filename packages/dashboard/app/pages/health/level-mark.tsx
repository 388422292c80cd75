import type { Level } from '../../client/system.ts';

/** A shape for each level beside its colour. */
const shapes: Readonly<Record<Level, string>> = {
  healthy: 'M3.6 8.4l3 3 5.8-6.4',
  strained: 'M2.5 9.5c1.8-3.6 3.6-3.6 5.5 0s3.7 3.6 5.5 0',
  degraded: 'M8 2.6l6 10.6H2zM8 6.6v3M8 11.6v.2',
  critical: 'M4.4 4.4l7.2 7.2M11.6 4.4l-7.2 7.2',
};

/** How well something is: a shape and a word; the word only for those who listen where many stand in a list. */
export function LevelMark({ level, isShort = false }: { readonly level: Level; readonly isShort?: boolean }) {
  return (
    <span className={`level level-${level}`}>
      <svg viewBox="0 0 16 16" width={isShort ? 16 : 22} height={isShort ? 16 : 22} aria-hidden="true">
        <path d={shapes[level]} />
      </svg>
      <span className={isShort ? 'unseen' : undefined}>{level}</span>
    </span>
  );
}
