import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { planClient, type DefinitionRow } from '../../client/plans.ts';
import { Empty } from '../../part/empty.tsx';
import { Problem } from '../../part/problem.tsx';
import { visible } from '../../part/value.tsx';
import { DefinitionStart } from './definition-start.tsx';

/** Published definitions; the one that is chosen stands in the address, with a form for what it is given. */
export function Definitions({ chosen }: { readonly chosen: string | null }) {
  const [text, setText] = useState('');
  const [, setSearch] = useSearchParams();
  const list = useQuery({ queryKey: ['definitions'], queryFn: planClient.definitions });
  const rows = list.data?.definitions ?? [];
  const found = rows.filter((row) => textOf(row).includes(text.toLowerCase()));
  if (list.isError) return <Problem error={list.error} />;
  if (list.isSuccess && rows.length === 0)
    return (
      <Empty icon="start" title="No definition is published yet">
        <p>
          Write one here, or publish a file: <code>baton define FILE</code>.
        </p>
      </Empty>
    );
  return (
    <div className="chooser">
      <div>
        <label>
          Find
          <input type="search" value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <ul aria-label="Published definitions">
          {found.map((row) => (
            <li key={nameOf(row)}>
              <button
                type="button"
                aria-pressed={nameOf(row) === chosen}
                onClick={() => setSearch({ way: 'definitions', definition: nameOf(row) })}
              >
                <strong dir="auto">{visible(row.title ?? row.name)}</strong>
                <small>
                  {visible(nameOf(row))}, {row.newest ?? ''}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {chosen === null ? (
        <p className="empty">Choose one to see what it is given.</p>
      ) : (
        <DefinitionStart key={chosen} name={chosen} />
      )}
    </div>
  );
}

function nameOf({ namespace, name }: DefinitionRow): string {
  return `${namespace}/${name}`;
}

function textOf(row: DefinitionRow): string {
  return `${nameOf(row)} ${row.title ?? ''} ${row.summary ?? ''}`.toLowerCase();
}
