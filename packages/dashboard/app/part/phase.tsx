/** A shape for each phase beside its colour: not everybody tells colours apart. */
const shapes: Readonly<Record<string, string>> = {
  pending: 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z',
  running: 'M5.4 3.8v8.4L12 8z',
  waiting: 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM8 5.6V8l1.7 1.2',
  suspended: 'M5.8 4v8M10.2 4v8',
  cancelled: 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM4.8 11.2l6.4-6.4',
  faulted: 'M4.4 4.4l7.2 7.2M11.6 4.4l-7.2 7.2',
  completed: 'M3.6 8.4l3 3 5.8-6.4',
  skipped: 'M3.6 4.6L7 8l-3.4 3.4M8.4 4.6L11.8 8l-3.4 3.4',
};

/** The shape of a phase alone; its name is there for those who listen. */
export function PhaseMark({ phase }: { readonly phase: string }) {
  return (
    <span className={`phase ${phase}`}>
      <Shape phase={phase} />
      <span className="unseen">{phase}</span>
    </span>
  );
}

/** The phase of an execution or a task. */
export function Phase({ phase, substate = null }: { readonly phase: string; readonly substate?: string | null }) {
  return (
    <span className={`phase ${phase}`}>
      <Shape phase={phase} />
      {substate ?? phase}
    </span>
  );
}

function Shape({ phase }: { readonly phase: string }) {
  return (
    <svg className="shape" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
      <path d={shapes[phase] ?? shapes['pending']} />
    </svg>
  );
}
