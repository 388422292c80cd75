import { z, type ZodType } from 'zod';

/**
 * A schema as it is described: members that may be left out, and may not be `undefined`, are optional in JSON, which knows
 * no difference. Whoever describes schemas takes them for required otherwise.
 */
export function describedSchema(schema: ZodType): ZodType {
  if (schema instanceof z.ZodExactOptional) return describedSchema(unwrapped(schema)).optional();
  if (schema instanceof z.ZodDefault) return schema;
  if (schema instanceof z.ZodNullable) return describedNullable(schema);
  if (!(schema instanceof z.ZodObject)) return schema;
  const members = Object.entries(schema.shape).map(
    ([name, member]) => [name, member, describedSchema(member)] as const,
  );
  if (members.every(([, member, described]) => member === described)) return schema;
  const shape = Object.fromEntries(members.map(([name, , described]) => [name, described]));
  return schema.def.catchall instanceof z.ZodNever ? z.strictObject(shape) : z.object(shape);
}

/** The same of an object. */
export function describedObject<T extends ZodType>(schema: T): T | z.ZodObject {
  const described = describedSchema(schema);
  return described instanceof z.ZodObject ? described : schema;
}

function describedNullable(schema: z.ZodNullable): ZodType {
  const inner = unwrapped(schema);
  const described = describedSchema(inner);
  return described === inner ? schema : described.nullable();
}

function unwrapped(schema: z.ZodExactOptional | z.ZodNullable): ZodType {
  const inner = schema.unwrap();
  return inner instanceof z.ZodType ? inner : z.unknown();
}
