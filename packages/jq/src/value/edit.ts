import type { Run } from '../machine/run.ts';
import type { Json } from './json.ts';

/** An update in progress: which containers are already its own copies. */
export interface Edit {
  readonly run: Run;
  /** Copies made by this edit, which nobody else can see yet and which may therefore be changed in place. */
  readonly owned: Set<Json>;
}

export const newEdit = (run: Run): Edit => ({ run, owned: new Set() });
