import type { Json, JsonObject } from '../client.ts';
import { isObject } from '../part/is-object.ts';
import { visible } from '../part/value.tsx';
import { Field } from './field.tsx';
import { fieldKindOf, isRequired, propertiesOf } from './schema.ts';

interface SchemaFormProps {
  readonly schema: JsonObject;
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  readonly depth?: number;
}

/** A field for each member of an object, as its JSON Schema describes them. What is left empty is left out. */
export function SchemaForm({ schema, value, onChange, depth = 0 }: SchemaFormProps) {
  const members = isObject(value) ? value : {};
  const set = (name: string, member: Json | undefined): void => {
    const { [name]: _before, ...others } = members;
    onChange(member === undefined ? others : { ...others, [name]: member });
  };
  return (
    <div className="schema-form">
      {propertiesOf(schema).map(([name, one]) => {
        const label = typeof one['title'] === 'string' ? one['title'] : name;
        if (fieldKindOf(one, depth) === 'object')
          return (
            <fieldset key={name}>
              <legend>{visible(label)}</legend>
              <SchemaForm
                schema={one}
                value={members[name] ?? {}}
                onChange={(member) => set(name, member)}
                depth={depth + 1}
              />
            </fieldset>
          );
        return (
          <Field
            key={name}
            label={label}
            schema={one}
            value={members[name]}
            isRequired={isRequired(schema, name)}
            onChange={(member) => set(name, member)}
          />
        );
      })}
    </div>
  );
}
