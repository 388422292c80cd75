export { decodeEvent, encodeEvent, endsExecution, snapshotVersion } from '../../../core/src/event/codec.ts';
export { NewerEventError } from '../../../core/src/event/newer-event-error.ts';
