import { useCallback, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Empty } from '../part/empty.tsx';
import { Problem } from '../part/problem.tsx';
import { useMay } from '../part/use-may.ts';
import { Bulk } from './executions/bulk.tsx';
import { Filters } from './executions/filters.tsx';
import { List } from './executions/list.tsx';
import { addressOf, bulkFilter, filterOf, searchIn, type ListFilter, type Search } from './executions/search.ts';
import { useRows } from './executions/use-rows.ts';
import { ViewsBar } from './executions/views-bar.tsx';
import '../style/executions.css';

/** All executions, newest first; what is looked for stands in the address. */
export function Executions() {
  const [params, setParams] = useSearchParams();
  const search = searchIn(params);
  const address = addressOf(search);
  const mayStart = useMay()('POST /api/orchestrate');
  const onSearch = (part: Partial<Search>): void => {
    // A text grows letter by letter: going back should not take them away one by one.
    setParams(new URLSearchParams(addressOf({ ...search, ...part })), { replace: part.text !== undefined });
  };
  return (
    <main className="wide executions">
      <header className="page">
        <h1>Executions</h1>
        {mayStart && (
          <Link href="/start" className="button">
            Start one
          </Link>
        )}
      </header>
      <Filters search={search} onSearch={onSearch} />
      <ViewsBar address={address} />
      <Found key={address} filter={filterOf(search, Date.now())} isFiltered={address !== ''} />
    </main>
  );
}

/** What a search found. Another search begins anew: nothing stays chosen that is not in sight. */
function Found({ filter, isFiltered }: { readonly filter: ListFilter; readonly isFiltered: boolean }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isTop, setTop] = useState(true);
  const { executions, hasMore, error, more } = useRows(filter, { isLive: isTop });
  const choose = useCallback((id: string) => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  if (executions === null) return <Problem error={error} />;
  if (executions.length === 0) return <Nothing isFiltered={isFiltered} />;
  return (
    <>
      <div className="above">
        <p className="facts">
          {executions.length}
          {hasMore ? '+' : ''} executions{isTop ? '' : '; new ones show at the top'}
        </p>
        <Bulk
          chosen={[...chosen]}
          filter={isFiltered ? bulkFilter(filter) : null}
          onClear={() => setChosen(new Set())}
        />
      </div>
      <Problem error={error} />
      <List
        executions={executions}
        chosen={chosen}
        onChoose={choose}
        onTop={setTop}
        onEnd={() => {
          if (hasMore) more();
        }}
      />
    </>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty icon="search" title="No execution is like that.">
        <p>Ids, names, users, inputs, outputs and faults are searched, in every phase.</p>
        <Link href="/">Show all</Link>
      </Empty>
    );
  return (
    <Empty icon="executions" title="Nothing has been executed yet.">
      <p>
        An execution carries a definition out, durably: it survives crashes, waits for people, and says at any time what
        it waits for.
      </p>
      <p>
        <Link href="/start">Start something here</Link>, or with <code>baton run FILE</code>, or in plain words with{' '}
        <code>baton do "…"</code>.
      </p>
    </Empty>
  );
}
