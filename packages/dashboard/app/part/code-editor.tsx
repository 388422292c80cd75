import { useEffect, useId, useRef } from 'react';
import { visible } from './value.tsx';
import '../style/code-editor.css';

/** Something that is wrong with a text; the line counts from 1, null for the text as a whole. */
export interface Remark {
  readonly line: number | null;
  readonly message: string;
}

interface CodeEditorProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly remarks: readonly Remark[];
  readonly rows?: number;
}

const most = 32;

/** A field for text in lines, numbered, with what is wrong beside the line that it is about. */
export function CodeEditor({ label, text, onChange, remarks, rows = most }: CodeEditorProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const wrong = new Set(remarks.map(({ line }) => line));
  const [first] = remarks;
  useEffect(() => {
    if (first?.line !== undefined && first.line !== null) goTo(field.current, first.line);
  }, [first?.line, first?.message]);
  return (
    <div className="code-editor">
      <label htmlFor={id}>{label}</label>
      <div className="written">
        <div className="numbers" aria-hidden="true" ref={numbers}>
          {lines.map((_, index) => (
            <span key={index} className={wrong.has(index + 1) ? 'wrong' : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={field}
          dir="ltr"
          wrap="off"
          rows={Math.min(rows, lines.length + 1)}
          spellCheck={false}
          value={text}
          aria-invalid={remarks.length > 0}
          aria-describedby={`${id}-remarks`}
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => {
            if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
          }}
        />
      </div>
      <div id={`${id}-remarks`} role="alert">
        <ul className="remarks">
          {remarks.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              {line !== null && (
                <button type="button" className="quiet" onClick={() => goTo(field.current, line)}>
                  Line {line}
                </button>
              )}
              <span dir="auto">{visible(message)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Chooses a line of the field, which brings it into sight. */
function goTo(field: HTMLTextAreaElement | null, line: number): void {
  if (field === null) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.scrollTop = Math.max(0, (line - 4) * (field.scrollHeight / lines.length));
}
