export { decodeEvent, encodeEvent, endsExecution } from '../../../core/src/event/codec.ts';
