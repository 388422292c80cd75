export { decodeEvent, encodeEvent, endsExecution, snapshotVersion } from '../../../core/src/event/codec.ts';
