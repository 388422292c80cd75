import type { Agent } from '../../client/agents.ts';

/** A shape and the colour of a phase for each state. */
const looks: Readonly<Record<string, readonly [phase: string, shape: string]>> = {
  well: ['completed', 'M3.6 8.4l3 3 5.8-6.4'],
  busy: ['running', 'M5.4 3.8v8.4L12 8z'],
  resting: ['waiting', 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6zM8 5.6V8l1.7 1.2'],
  failing: ['faulted', 'M8 3v6M8 12v.5'],
  unable: ['cancelled', 'M4.4 4.4l7.2 7.2M11.6 4.4l-7.2 7.2'],
  unproven: ['cancelled', 'M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z'],
};

/** How an agent is; in a line once somebody points at it, always for those who listen. */
export function AgentHealth({ health: { state, detail } }: Pick<Agent, 'health'>) {
  const [phase, shape] = looks[state] ?? ['cancelled', ''];
  return (
    <span className={`phase ${phase}`} title={detail}>
      <svg className="shape" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
        <path d={shape} />
      </svg>
      {state}
      <span className="unseen">: {detail}</span>
    </span>
  );
}
