/** A shape for each phase beside its colour: not everybody tells colours apart. */
const shapes: Readonly<Record<string, string>> = {
  pending: '○',
  running: '▶',
  waiting: '◔',
  suspended: '❚❚',
  cancelled: '⊘',
  faulted: '✕',
  completed: '✓',
  skipped: '↷',
};

/** The phase of an execution or a task. */
export function Phase({ phase, substate = null }: { readonly phase: string; readonly substate?: string | null }) {
  return (
    <span className={`phase ${phase}`}>
      <span aria-hidden="true">{shapes[phase] ?? '·'}</span> {substate ?? phase}
    </span>
  );
}
