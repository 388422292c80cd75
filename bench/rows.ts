import type { Figure, Measurement } from './measurement.ts';

/** What a row asks of our figure. */
export type Bar =
  | { readonly kind: 'at most'; readonly value: number }
  /** Ours is at least `factor` times the reference's figure. */
  | { readonly kind: 'at least'; readonly factor: number; readonly of: Reference }
  /** Ours is at most `factor` times the reference's figure. */
  | { readonly kind: 'at most times'; readonly factor: number; readonly of: Reference };

/** The figure of another system that a bar is drawn from. */
export type Reference = { readonly system: string; readonly figure: Figure };

/** One row of the table. */
export type Row = {
  readonly what: string;
  readonly system: string;
  readonly figure: Figure;
  readonly unit: string;
  /** Shown beside ours; the bar's own reference is among them. */
  readonly references: readonly Reference[];
  readonly bar: Bar;
};

const ours = 'baton';
const peers = ['restate', 'dbos', 'langgraph'];

function among(figure: Figure, systems: readonly string[]): readonly Reference[] {
  return systems.map((system) => ({ system, figure }));
}

const commit: Reference = { system: 'bare-loop', figure: 'commitLatencyMedianMs' };

/** The numbers we hold ourselves to, in the order of the architecture's table. */
export const rows: readonly Row[] = [
  {
    what: 'durable steps per second, against Restate',
    system: ours,
    figure: 'stepsPerSecond',
    unit: '/s',
    references: among('stepsPerSecond', peers),
    bar: { kind: 'at least', factor: 10, of: { system: 'restate', figure: 'stepsPerSecond' } },
  },
  {
    what: 'durable steps per second, against a loop that writes the same',
    system: ours,
    figure: 'stepsPerSecond',
    unit: '/s',
    references: among('stepsPerSecond', ['bare-loop']),
    bar: { kind: 'at least', factor: 0.4, of: { system: 'bare-loop', figure: 'stepsPerSecond' } },
  },
  {
    what: 'processor time per durable step',
    system: ours,
    figure: 'cpuMicrosPerStep',
    unit: 'µs',
    references: among('cpuMicrosPerStep', [...peers, 'bare-loop']),
    bar: { kind: 'at most', value: 60 },
  },
  {
    what: 'latency of one sequential step in a definition, against one commit',
    system: ours,
    figure: 'stepLatencyMedianMs',
    unit: 'ms',
    references: [commit, ...among('stepLatencyMedianMs', peers)],
    bar: { kind: 'at most times', factor: 1.3, of: commit },
  },
  {
    what: 'latency of one sequential step in a durable function, against one commit',
    system: ours,
    figure: 'functionStepLatencyMedianMs',
    unit: 'ms',
    references: [commit, ...among('stepLatencyMedianMs', peers)],
    bar: { kind: 'at most times', factor: 2.3, of: commit },
  },
  {
    what: 'fan-out of 1,000 steps and join',
    system: ours,
    figure: 'fanOut1000Ms',
    unit: 'ms',
    references: among('fanOut1000Ms', [...peers, 'bare-loop']),
    bar: { kind: 'at most', value: 50 },
  },
  {
    what: 'cost of step 10,000 against step 100',
    system: ours,
    figure: 'step10000Ratio',
    unit: '×',
    references: [],
    bar: { kind: 'at most', value: 1.1 },
  },
  {
    what: 'recovery after `kill -9` with 1,000 open executions',
    system: ours,
    figure: 'recoveryMs',
    unit: 'ms',
    references: [],
    bar: { kind: 'at most', value: 1_000 },
  },
  {
    what: 'memory per waiting execution, held',
    system: ours,
    figure: 'waitingBytes',
    unit: 'B',
    references: [],
    bar: { kind: 'at most', value: 2_048 },
  },
  {
    what: 'memory per waiting execution, once it has left memory',
    system: ours,
    figure: 'evictedBytes',
    unit: 'B',
    references: [],
    bar: { kind: 'at most', value: 0 },
  },
  {
    what: 'jq evaluation of a typical expression',
    system: 'jq',
    figure: 'jqMicros',
    unit: 'µs',
    references: among('jqMicros', ['jq-web']),
    bar: { kind: 'at most', value: 5 },
  },
  {
    what: 'makespan of a plan against its critical path',
    system: ours,
    figure: 'makespanRatio',
    unit: '×',
    references: [],
    bar: { kind: 'at most', value: 1.02 },
  },
  {
    what: 'makespan with 16 places against what no order can beat',
    system: 'ranks',
    figure: 'placesRatio',
    unit: '×',
    references: among('placesRatio', ['arrival', 'levels']),
    bar: { kind: 'at most', value: 1.08 },
  },
];

/** The figure of a system, when it was measured. */
export function figureOf(measurements: readonly Measurement[], { system, figure }: Reference): number | undefined {
  return measurements.find((measurement) => measurement.system === system)?.[figure];
}
