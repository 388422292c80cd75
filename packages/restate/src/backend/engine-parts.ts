export { Resident } from '../../../engine/src/advance/resident.ts';
export { Programs } from '../../../engine/src/catalog/programs.ts';
export { EgressClient } from '../../../engine/src/egress/egress-client.ts';
export { faultOfError } from '../../../engine/src/function/fault-of-error.ts';
export { FunctionRegistry, type RegisteredFunction } from '../../../engine/src/function/registry.ts';
export { resultOf } from '../../../engine/src/live/endings.ts';
export { copyJson } from '../../../engine/src/payload.ts';
export { Attempt } from '../../../engine/src/perform/attempt.ts';
export { HttpPerformer } from '../../../engine/src/perform/http-performer.ts';
