import { useState } from 'react';
import type { Json, JsonObject } from '../client.ts';
import { editableJson } from '../part/parsed-json.ts';
import { textAt } from '../part/text-at.ts';
import { visible } from '../part/value.tsx';
import { fieldKindOf } from './schema.ts';

interface FieldProps {
  readonly label: string;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
  readonly isRequired: boolean;
  /** Undefined for nothing. */
  readonly onChange: (value: Json | undefined) => void;
}

/** One value of a form. */
export function Field(props: FieldProps) {
  const { label, schema, isRequired, value, onChange } = props;
  const about = typeof schema['description'] === 'string' ? schema['description'] : null;
  if (fieldKindOf(schema) === 'flag')
    return (
      <label className="flag">
        <input type="checkbox" checked={value === true} onChange={({ target }) => onChange(target.checked)} />
        {visible(label)}
        {about !== null && <small>{visible(about)}</small>}
      </label>
    );
  return (
    <label>
      <span dir="auto">
        {visible(label)}
        {!isRequired && <small> optional</small>}
      </span>
      <Control {...props} />
      {about !== null && <small dir="auto">{visible(about)}</small>}
    </label>
  );
}

function Control({ schema, value, isRequired, onChange }: FieldProps) {
  const text = (typed: string): void => onChange(typed === '' ? undefined : typed);
  switch (fieldKindOf(schema)) {
    case 'choice':
      return <Choice {...{ schema, value, isRequired, onChange }} />;
    case 'number':
      return (
        <input
          type="number"
          required={isRequired}
          step={schema['type'] === 'integer' ? 1 : 'any'}
          min={numberAt(schema, 'minimum')}
          max={numberAt(schema, 'maximum')}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
        />
      );
    case 'long-text':
      return (
        <textarea
          dir="auto"
          rows={4}
          required={isRequired}
          value={said(value)}
          onChange={({ target }) => text(target.value)}
        />
      );
    case 'list':
      return (
        <textarea
          dir="auto"
          rows={3}
          required={isRequired}
          placeholder="one in each line"
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value.split('\n'))}
        />
      );
    case 'text':
      return (
        <input
          dir="auto"
          required={isRequired}
          type={inputTypes[textAt(schema, 'format')] ?? 'text'}
          maxLength={numberAt(schema, 'maxLength')}
          value={said(value)}
          onChange={({ target }) => text(target.value)}
        />
      );
    default:
      return <JsonControl value={value} isRequired={isRequired} onChange={onChange} />;
  }
}

type ControlProps = Pick<FieldProps, 'schema' | 'value' | 'isRequired' | 'onChange'>;

function Choice({ schema, value, isRequired, onChange }: ControlProps) {
  const choices = Array.isArray(schema['enum']) ? schema['enum'] : [];
  const index = choices.findIndex((one) => one === value);
  return (
    <select
      required={isRequired}
      value={index < 0 ? '' : index}
      onChange={({ target }) => onChange(target.value === '' ? undefined : choices[Number(target.value)])}
    >
      <option value="">choose</option>
      {choices.map((one, at) => (
        <option key={String(one)} value={at}>
          {visible(String(one))}
        </option>
      ))}
    </select>
  );
}

/** What no other field is for: the browser says what is wrong with it before anything is sent. */
function JsonControl({ value, isRequired, onChange }: Omit<ControlProps, 'schema'>) {
  const [text, setText] = useState(() => (value === undefined ? '' : editableJson(value)));
  return (
    <textarea
      rows={3}
      spellCheck={false}
      required={isRequired}
      placeholder="JSON"
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        const read = readJson(target.value);
        target.setCustomValidity(read.problem);
        if (read.problem === '') onChange(read.value);
      }}
    />
  );
}

function readJson(text: string): { readonly problem: string; readonly value?: Json } {
  if (text.trim() === '') return { problem: '' };
  try {
    return { problem: '', value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const inputTypes: Readonly<Record<string, string>> = { date: 'date', email: 'email', uri: 'url', time: 'time' };

function numberAt(schema: JsonObject, name: string): number | undefined {
  const value = schema[name];
  return typeof value === 'number' ? value : undefined;
}

function said(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
