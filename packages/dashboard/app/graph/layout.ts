import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { Graph } from './build.ts';
import { elkOf, placed } from './elk.ts';
import type { Layout } from './placed.ts';
import { plainLayout } from './plain-layout.ts';

/** Beside the page's own thread: a hundred tasks take long enough to be felt. */
const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });

/** From here on what is there at once counts for more than what is beautiful. */
const large = 60;

/** Finds a place for every task: what comes after something stands below it. */
export async function layoutOf(graph: Graph): Promise<Layout> {
  return graph.nodes.length > large ? plainLayout(graph) : placed(await elk.layout(elkOf(graph)));
}
