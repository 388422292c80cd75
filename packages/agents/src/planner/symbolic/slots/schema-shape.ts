import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';

/** A member of an object, as a JSON Schema describes it. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  /** What a list is made of; null for everything else. */
  readonly items: JsonObject | null;
}

/** The members of an object's schema, in the order they are written. */
export function membersOf(schema: JsonObject | null): readonly Member[] {
  const properties = schema === null ? undefined : schema['properties'];
  if (!isJsonObject(properties)) return [];
  const required = listOf(schema?.['required']);
  return Object.entries(properties).map(([name, about]) => ({
    ...memberOf(name, about),
    isRequired: required.includes(name),
  }));
}

function memberOf(name: string, about: Json): Omit<Member, 'isRequired'> {
  const schema = isJsonObject(about) ? about : {};
  const { type, description, items } = schema;
  const [first] = Array.isArray(type) ? type : [type];
  return {
    name,
    type: typeof first === 'string' ? first : 'any',
    description: typeof description === 'string' ? description : '',
    choices: listOf(schema['enum']).filter((one) => typeof one === 'string'),
    items: isJsonObject(items) ? items : null,
  };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
