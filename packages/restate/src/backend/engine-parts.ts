export { jqEvaluator } from '../../../engine/src/catalog/evaluator.ts';
export { Programs } from '../../../engine/src/catalog/programs.ts';
export { JsonSchemaCompiler } from '../../../engine/src/catalog/schema-compiler.ts';
export { EgressClient, type EgressOptions } from '../../../engine/src/egress/egress-client.ts';
export type {
  Engine,
  ExecutionDetails,
  ExecutionResult,
  FunctionDefinition,
  StartRequest,
} from '../../../engine/src/engine.ts';
export { ConflictError, NotFoundError } from '../../../engine/src/errors.ts';
export type { CallTarget, FunctionContext, StepScope } from '../../../engine/src/function/context.ts';
export { faultOfError } from '../../../engine/src/function/fault-of-error.ts';
export { FunctionRegistry, type RegisteredFunction } from '../../../engine/src/function/registry.ts';
export { defaultLimits } from '../../../engine/src/limits.ts';
export { resultOf } from '../../../engine/src/live/endings.ts';
export { copyJson } from '../../../engine/src/payload.ts';
export { Attempt } from '../../../engine/src/perform/attempt.ts';
export { Resident } from '../../../engine/src/advance/resident.ts';
export { HttpPerformer } from '../../../engine/src/perform/http-performer.ts';
export { environmentSecrets, type Secrets } from '../../../engine/src/perform/secrets.ts';
