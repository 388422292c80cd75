import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { client, type Json } from '../client.ts';

const example = `{
  "document": { "dsl": "1.0.3", "namespace": "tutorial", "name": "hello", "version": "1.0.0" },
  "do": [
    { "greet": { "set": { "greeting": "\${ \\"hello, \\" + .name }" } } }
  ]
}`;

/** Starts a definition: one that is published, by its name, or one as it is written here. */
export function Start() {
  const [workflow, setWorkflow] = useState(example);
  const [input, setInput] = useState('{ "name": "Ada" }');
  const [, go] = useLocation();
  const start = useMutation({
    mutationFn: () => client.start(workflowIn(workflow), parsed('the input', input)),
    onSuccess: ({ id }) => go(`/executions/${encodeURIComponent(id)}`),
  });
  return (
    <main>
      <h1>Start</h1>
      <form
        className="start"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <label>
          Definition in JSON, or <code>namespace/name:version</code> of a published one
          <textarea
            dir="auto"
            rows={14}
            spellCheck={false}
            value={workflow}
            onChange={({ target }) => setWorkflow(target.value)}
          />
        </label>
        <label>
          Input
          <textarea
            dir="auto"
            rows={4}
            spellCheck={false}
            value={input}
            onChange={({ target }) => setInput(target.value)}
          />
        </label>
        <button type="submit" disabled={start.isPending}>
          Start
        </button>
        {start.isError && (
          <p role="alert" className="problem">
            {start.error.message}
          </p>
        )}
      </form>
    </main>
  );
}

function workflowIn(text: string): Json {
  return text.trimStart().startsWith('{') ? parsed('the definition', text) : text.trim();
}

function parsed(what: string, text: string): Json {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch (error) {
    throw new SyntaxError(`${what} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
