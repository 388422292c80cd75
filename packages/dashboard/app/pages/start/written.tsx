import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { client, isJsonObject, type JsonObject } from '../../client.ts';
import { planClient } from '../../client/plans.ts';
import { CodeEditor } from '../../part/code-editor.tsx';
import { parsedJson } from '../../part/parsed-json.ts';
import { useMay } from '../../part/use-may.ts';
import { remarksOf } from './remarks.ts';

const example = `document:
  dsl: 1.0.3
  namespace: tutorial
  name: hello
  version: 1.0.0
input:
  schema:
    document:
      type: object
      required: [name]
      properties:
        name: { type: string, title: Whom to greet }
do:
  - greet:
      set:
        greeting: \${ "hello, " + .name }
`;

/** A definition as it is written here: published, so that it can be started and kept; JSON can be started as it is. */
export function Written() {
  const [text, setText] = useState(example);
  const [input, setInput] = useState('{}');
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [, setSearch] = useSearchParams();
  const may = useMay();
  const mayStart = may('POST /api/orchestrate');
  const mayPublish = may('POST /api/definitions');
  const isJson = text.trimStart().startsWith('{');
  const publish = useMutation({
    mutationFn: () => planClient.publish(text),
    onSuccess: async ({ namespace, name }) => {
      await queries.invalidateQueries({ queryKey: ['definitions'] });
      setSearch({ way: 'definitions', definition: `${namespace}/${name}` });
    },
  });
  const start = useMutation({
    mutationFn: () => client.start(definitionIn(text), parsedJson('the input', input)),
    onSuccess: ({ id }) => go(`/executions/${encodeURIComponent(id)}`),
  });
  const error = publish.error ?? start.error;
  return (
    <form
      className="editor-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isJson && mayStart) start.mutate();
        else if (mayPublish) publish.mutate();
      }}
    >
      <CodeEditor
        label="A definition in YAML or JSON"
        text={text}
        onChange={setText}
        remarks={remarksOf(error, text)}
        rows={28}
      />
      {isJson && (
        <label>
          Input
          <textarea rows={3} spellCheck={false} value={input} onChange={({ target }) => setInput(target.value)} />
        </label>
      )}
      <div className="orders">
        {isJson && mayStart && (
          <button type="submit" disabled={start.isPending}>
            Start
          </button>
        )}
        {mayPublish && (
          <button type="button" disabled={publish.isPending} onClick={() => publish.mutate()}>
            Publish
          </button>
        )}
        <span className="faint">
          {mayPublish
            ? 'A version that is published never changes: give a changed definition a new one.'
            : 'Written as JSON it can be started as it is; publishing it is for developers.'}
        </span>
      </div>
    </form>
  );
}

function definitionIn(text: string): JsonObject {
  const value = parsedJson('the definition', text);
  if (isJsonObject(value)) return value;
  throw new SyntaxError('the definition is no JSON object');
}
