import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Details, Json } from '../../client.ts';
import { fileClient, type WrittenFile } from '../../client/files.ts';
import { Copyable } from '../../part/copyable.tsx';
import { isObject } from '../../part/is-object.ts';
import { visible } from '../../part/value.tsx';
import { showable } from './file-facts.ts';
import { FileDialog } from './file-dialog.tsx';
import { FileLine } from './file-line.tsx';
import { useSlow } from './use-slow.ts';

/** Milliseconds between two questions what an execution wrote, while something happens in it. */
const askAgain = 3_000;

interface ResultsProps {
  readonly view: Details['view'];
  /** The last event that is known. */
  readonly seq: number;
}

/** What people wanted: the files that were written, and what there is to know about them. Nothing where there is neither. */
export function Results({ view, seq }: ResultsProps) {
  const isOpen = view.endedAt === null;
  const known = useSlow(seq, askAgain);
  const [search, setSearch] = useSearchParams();
  const written = useQuery({
    queryKey: ['files', view.id, isOpen ? known : null],
    queryFn: () => fileClient.files(view.id),
    // What was known of another execution says nothing of this one.
    placeholderData: (before, query) => (query?.queryKey[1] === view.id ? before : undefined),
  });
  const files = (written.data ?? []).toSorted((left, right) => rankOf(left) - rankOf(right));
  const { others, notes } = resultsIn(view.output, new Set(files.map(({ path }) => path)));
  const shown = files.find((file) => file.path === search.get('file') && showable(file) !== null);
  if (written.isPending || files.length + others.length + notes.length === 0) return null;
  return (
    <section className="card results" aria-label="Results">
      <h2>{isOpen ? 'Written so far' : 'Results'}</h2>
      {files.length + others.length > 0 && (
        <ul aria-label="Files in the workspace">
          {files.map((file) => (
            <li key={file.path}>
              <FileLine id={view.id} file={file} />
            </li>
          ))}
          {others.map((path) => (
            <li key={path}>
              <Copyable text={visible(path)} />
            </li>
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} dir="auto">
          {visible(note)}
        </p>
      ))}
      {shown !== undefined && <FileDialog id={view.id} file={shown} onClose={() => setSearch({}, { replace: true })} />}
    </section>
  );
}

/** Charts stand in reports, which are what was wanted. */
function rankOf(file: WrittenFile): number {
  return file.mediaType.startsWith('image/') ? 1 : 0;
}

interface ResultsFound {
  /** Paths that the output names, and that no function says it wrote. */
  readonly others: readonly string[];
  readonly notes: readonly string[];
}

/** The members by which plans say what they made. */
function resultsIn(output: Json, known: ReadonlySet<string>): ResultsFound {
  if (!isObject(output)) return { others: [], notes: [] };
  const texts = (name: string): readonly string[] => {
    const value = output[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  };
  const named = texts('files');
  const notes = named.length === 0 ? [] : [...texts('notes'), ...texts('notWritten')];
  return { others: named.filter((path) => !known.has(path)), notes };
}
