import type { WordMatch } from '../match/tool-index.ts';
import type { ToolGraph } from '../tool-graph.ts';

/** What speaks for a function when nothing was learned: its words, its way into the graph, and the words of its neighbours. */
export function graphToolFeatures(match: WordMatch, graph: ToolGraph, nameLength: (tool: number) => number) {
  return (tool: number): Float64Array => {
    const [whole, best, named] = [match.whole[tool] ?? 0, match.best[tool] ?? 0, match.named[tool] ?? 0];
    const around = [...graph.after(tool), ...graph.before(tool)];
    const support = around.reduce((most, other) => Math.max(most, match.whole[other] ?? 0), 0);
    return Float64Array.from([
      1,
      whole / 10,
      Math.log(whole + 1),
      best / 10,
      whole / match.most,
      match.won[tool] ?? 0,
      named,
      named ** 3,
      match.namedInPart[tool] ?? 0,
      match.described[tool] ?? 0,
      Math.log(around.length + 1),
      nameLength(tool),
      support / match.most,
    ]);
  };
}
