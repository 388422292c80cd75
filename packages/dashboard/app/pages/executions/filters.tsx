import { useEffect, useState } from 'react';
import { Icon } from '../../part/icon.tsx';
import { phaseChoices, spans, type Search } from './search.ts';

interface FiltersProps {
  readonly search: Search;
  readonly onSearch: (part: Partial<Search>) => void;
}

/** What is looked for: phase, text, and since when. */
export function Filters({ search, onSearch }: FiltersProps) {
  return (
    <div className="sieve" role="search">
      <div className="tabs" role="group" aria-label="Phase">
        {phaseChoices.map(({ phase, label }) => (
          <button key={phase} type="button" aria-pressed={search.phase === phase} onClick={() => onSearch({ phase })}>
            {label}
          </button>
        ))}
      </div>
      <span className="grow" />
      <select aria-label="Started" value={search.since} onChange={({ target }) => onSearch({ since: target.value })}>
        <option value="">any time</option>
        {spans.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      <TextField text={search.text} onText={(text) => onSearch({ text })} />
    </div>
  );
}

/** How long nobody writes before what is written is looked for. */
const pause = 180;

function TextField({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const [written, setWritten] = useState(text);
  useEffect(() => setWritten(text), [text]);
  useEffect(() => {
    if (written === text) return undefined;
    const timer = setTimeout(() => onText(written), pause);
    return () => clearTimeout(timer);
    // What is written decides, not that the page was drawn again.
  }, [written]);
  return (
    <span className="search-field">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Text"
        dir="auto"
        value={written}
        placeholder="Id, name, input, fault…"
        onChange={({ target }) => setWritten(target.value)}
      />
    </span>
  );
}
