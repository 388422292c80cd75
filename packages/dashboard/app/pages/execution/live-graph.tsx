import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { JsonObject } from '../../client.ts';
import { graphOf, pathOfKey, type GraphNode } from '../../graph/build.ts';
import { standingsOf } from '../../graph/standing.ts';
import type { Story } from '../../story/story.ts';

/** What draws graphs comes when one is drawn, and what lays them out is a worker of its own. */
const Graph = lazy(async () => ({ default: (await import('../../graph/graph.tsx')).Graph }));

interface LiveGraphProps {
  readonly definition: JsonObject | undefined;
  readonly story: Story;
  /** The key of the row that is looked at. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** The tasks of the definition, each in the colour and shape of how far it is. */
export function LiveGraph({ definition, story, chosen, onChoose }: LiveGraphProps) {
  const graph = useMemo(() => (definition === undefined ? null : graphOf(definition)), [definition]);
  const standings = useMemo(() => standingsOf(story.rows.values()), [story]);
  const noteOf = useCallback(
    ({ path, kind }: GraphNode) => {
      const standing = standings.get(path);
      if (standing === undefined) return { tone: 'unstarted', text: kind };
      const { phase, instances, ended } = standing;
      return { tone: phase, text: instances === 1 ? kind : `${kind} · ${ended}/${instances}` };
    },
    [standings],
  );
  const choose = useCallback(
    (path: string) => {
      const key = standings.get(path)?.key;
      if (key !== undefined) onChoose(key);
    },
    [standings, onChoose],
  );
  if (graph === null) return null;
  return (
    <Suspense fallback={<p className="empty">Drawing…</p>}>
      <Graph graph={graph} noteOf={noteOf} chosen={pathOfKey(chosen.split('|')[0] ?? '')} onChoose={choose} />
    </Suspense>
  );
}
