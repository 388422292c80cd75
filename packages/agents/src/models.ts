/**
 * Models behind providers: a door of its own, because the clients of providers take long to load.
 *
 * @module
 */
export { aiSdkModel } from './model/ai-sdk-model.ts';
export { openModel } from './model/open-model.ts';
export type { ModelSurroundings } from './model/open-model.ts';
