import { isJsonObject, type Json, type SchemaCheck, type SchemaCompiler } from '@batonhq/core';

/** A schema compiler for tests that knows `type`, `properties` and `required`, and refuses nothing else. */
export function smallSchemas(): SchemaCompiler {
  return { compile: checkFor };
}

function checkFor(schema: Json): SchemaCheck {
  if (!isJsonObject(schema)) return () => [];
  const { type, required, properties } = schema;
  const members = isJsonObject(properties) ? Object.entries(properties) : [];
  const checks = members.map(([name, member]) => ({ name, check: checkFor(member) }));
  return (value) => {
    if (typeof type === 'string' && !isOfType(value, type)) return [`it must be ${type}`];
    if (!isJsonObject(value)) return [];
    const missing = Array.isArray(required) ? required.filter((name) => !Object.hasOwn(value, String(name))) : [];
    const wrong = checks.flatMap(({ name, check }) => {
      const member = value[name];
      return member === undefined ? [] : check(member).map((problem) => `/${name}: ${problem}`);
    });
    return [...missing.map((name) => `it must have ${String(name)}`), ...wrong];
  };
}

function isOfType(value: Json, type: string): boolean {
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
