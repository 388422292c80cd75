/** LangGraph in this process with its SQLite checkpointer; each step is a super-step whose checkpoint is waited for. */
import { join } from 'node:path';
import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';
import { gapsBetween, measure } from '../load.ts';
import { printMeasurement } from '../measurement.ts';
import { processorMicros } from '../processor-time.ts';
import { readSizes } from '../sizes.ts';
import { workFolder } from '../work-folder.ts';
import { installedVersions } from './installed-versions.ts';
import { openSaver } from './node-sqlite-database.ts';

// Its tracing would leave the loopback interface.
process.env['LANGSMITH_TRACING'] = 'false';
process.env['LANGCHAIN_TRACING_V2'] = 'false';

const sizes = readSizes();
using folder = workFolder('langgraph');
const { saver, close } = openSaver(join(folder.path, 'checkpoints.db'));

const Chain = Annotation.Root({
  steps: Annotation<number>(),
  done: Annotation<number>(),
});

const chain = new StateGraph(Chain)
  .addNode('step', (state) => {
    observe?.(performance.now());
    return { done: state.done + 1 };
  })
  .addEdge(START, 'step')
  .addConditionalEdges('step', (state) => (state.done < state.steps ? 'step' : END))
  .compile({ checkpointer: saver });

const Fan = Annotation.Root({
  steps: Annotation<number>(),
  done: Annotation<number>({ reducer: (sum, one) => sum + one, default: () => 0 }),
});

const fan = new StateGraph(Fan)
  .addNode('branch', () => ({ done: 1 }))
  .addNode('join', () => ({}))
  .addConditionalEdges(
    START,
    (state) => Array.from({ length: state.steps }, (_, index) => new Send('branch', { index })),
    ['branch'],
  )
  .addEdge('branch', 'join')
  .addEdge('join', END)
  .compile({ checkpointer: saver });

/** Told the instant of each body while the latency of one execution alone is measured. */
let observe: ((instant: number) => void) | undefined;

const options = (execution: string, steps: number) => ({
  configurable: { thread_id: execution },
  durability: 'sync' as const,
  recursionLimit: steps + 10,
});

const sequence = async (execution: string, steps: number): Promise<number> => {
  const result = await chain.invoke({ steps, done: 0 }, options(execution, steps));
  return result.done;
};

try {
  printMeasurement(
    await measure(
      {
        system: 'langgraph',
        versions: installedVersions('@langchain/langgraph', '@langchain/langgraph-checkpoint-sqlite'),
        notes: [
          'durability "sync"; its own SQLite checkpointer over node:sqlite, WAL, synchronous=FULL, prepared statements kept',
          'worker and caller share one process; a step is a node of a graph',
        ],
        sequence,
        gaps: async (execution, steps) => {
          const instants: number[] = [];
          observe = (instant) => void instants.push(instant);
          await sequence(execution, steps);
          observe = undefined;
          return gapsBetween(instants);
        },
        fanOut: async (execution, steps) => {
          const result = await fan.invoke({ steps }, options(execution, steps));
          return result.done;
        },
        processorMicros: () => processorMicros([process.pid]),
      },
      sizes,
    ),
  );
} finally {
  close();
}
