import { Copyable } from '../../part/copyable.tsx';
import { isObject } from '../../part/is-object.ts';
import { visible } from '../../part/value.tsx';
import type { Json } from '../../client.ts';

/** What people wanted: the files that were made, and what there is to know about them. Nothing for other outputs. */
export function Results({ output }: { readonly output: Json }) {
  const { files, notes } = resultsIn(output);
  if (files.length + notes.length === 0) return null;
  return (
    <section className="card results" aria-label="Results">
      <h2>Results</h2>
      {files.length > 0 && (
        <ul aria-label="Files in the workspace">
          {files.map((file) => (
            <li key={file}>
              <Copyable text={visible(file)} />
            </li>
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} dir="auto">
          {visible(note)}
        </p>
      ))}
    </section>
  );
}

interface ResultsFound {
  /** Paths from the root of the workspace. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** The members by which plans say what they made. */
function resultsIn(output: Json): ResultsFound {
  if (!isObject(output)) return { files: [], notes: [] };
  const texts = (name: string): readonly string[] => {
    const value = output[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  };
  const files = texts('files');
  return { files, notes: files.length === 0 ? [] : [...texts('notes'), ...texts('notWritten')] };
}
