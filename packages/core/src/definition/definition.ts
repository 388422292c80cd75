import type { JsonObject } from '../kernel/json.ts';
import type { Workflow } from './schema/workflow.ts';
import type { SourceMap } from './source/source-map.ts';

/** A definition that has the shape the language asks for; `compileProgram` checks what it means. */
export interface Definition {
  readonly workflow: Workflow;
  /** The same as plain JSON, exactly as written: what is hashed and shown. */
  readonly json: JsonObject;
  /** Where its parts stand in the text it was read from. */
  readonly source: SourceMap;
}
