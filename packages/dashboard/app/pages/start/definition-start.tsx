import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { client, type Json, type JsonObject } from '../../client.ts';
import { planClient, type DefinitionPage } from '../../client/plans.ts';
import { isObject } from '../../part/is-object.ts';
import { editableJson, parsedJson } from '../../part/parsed-json.ts';
import { Problem } from '../../part/problem.tsx';
import { useMay } from '../../part/use-may.ts';
import { Value, visible } from '../../part/value.tsx';
import { SchemaForm } from '../../schema-form/schema-form.tsx';
import { emptyFor, isDrawable } from '../../schema-form/schema.ts';

/** A published definition, and a form for its input. */
export function DefinitionStart({ name }: { readonly name: string }) {
  const [version, setVersion] = useState<string | null>(null);
  const [namespace = '', own = ''] = name.split('/');
  const page = useQuery({
    queryKey: ['published', name, version],
    queryFn: () => planClient.definition({ namespace, name: own }, version),
  });
  const mayStart = useMay()('POST /api/orchestrate');
  if (page.data === undefined) return <Problem error={page.error} />;
  const { title, summary, versions, version: shown } = page.data;
  return (
    <section className="card" aria-label={name}>
      <header className="page">
        <h2 dir="auto">{visible(title ?? name)}</h2>
        <label className="version">
          Version
          <select value={shown} onChange={({ target }) => setVersion(target.value)}>
            {versions.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </header>
      {summary !== undefined && <p dir="auto">{visible(summary)}</p>}
      {mayStart && <InputForm key={shown} page={page.data} />}
      <Value label="The definition" value={page.data.yaml} isFolded />
    </section>
  );
}

function InputForm({ page }: { readonly page: DefinitionPage }) {
  const schema = schemaOf(page.definition);
  const [isForm, setForm] = useState(schema !== null && isDrawable(schema));
  const [value, setValue] = useState<Json>(() => (schema === null ? {} : emptyFor(schema)));
  const [text, setText] = useState(() => editableJson(value));
  const [, go] = useLocation();
  const start = useMutation({
    mutationFn: () =>
      client.start(`${page.namespace}/${page.name}:${page.version}`, isForm ? value : parsedJson('the input', text)),
    onSuccess: ({ id }) => go(`/executions/${encodeURIComponent(id)}`),
  });
  const change = (): void => {
    if (isForm) setText(editableJson(value));
    setForm(!isForm);
  };
  return (
    <form
      className="input-form"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      {isForm && schema !== null ? (
        <SchemaForm schema={schema} value={value} onChange={setValue} />
      ) : (
        <label>
          Input in JSON
          <textarea
            dir="auto"
            rows={6}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
      )}
      <Problem error={start.error} />
      <div className="orders">
        <button type="submit" disabled={start.isPending}>
          Start
        </button>
        {schema !== null && isDrawable(schema) && (
          <button type="button" className="quiet" onClick={change}>
            {isForm ? 'As JSON' : 'As a form'}
          </button>
        )}
      </div>
    </form>
  );
}

/** The JSON Schema of a definition's input, where it is part of the definition. */
function schemaOf(definition: JsonObject): JsonObject | null {
  const input = definition['input'];
  const schema = isObject(input) ? input['schema'] : undefined;
  const document = isObject(schema) ? schema['document'] : undefined;
  return isObject(document) ? document : null;
}
