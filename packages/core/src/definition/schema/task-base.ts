import { input, output } from './data.ts';
import { anyMap, expression, text } from './text.ts';
import { referableTimeout } from './timeout.ts';

/** What every task may have. */
export const taskBase = {
  if: expression.optional(),
  input: input.optional(),
  output: output.optional(),
  export: output.optional(),
  timeout: referableTimeout.optional(),
  then: text.optional(),
  metadata: anyMap.optional(),
};
