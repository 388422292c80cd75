import type { Computed } from '../expression/evaluator.ts';
import type { Json } from '../kernel/json.ts';

/** Checks a value against a JSON Schema; returns readable problems, none when it is valid. */
export type SchemaCheck = (value: Json) => readonly string[];

/** Validation and transformation of data that enters. */
export interface InputRules {
  readonly check?: SchemaCheck;
  readonly from?: Computed;
}

/** Transformation and validation of data that leaves (`output` and `export`). */
export interface OutputRules {
  readonly as?: Computed;
  readonly check?: SchemaCheck;
}
