import type { Code } from '../machine/machine.ts';

/** `.`; one object, so that other builders recognise it and leave it out. */
export const IDENTITY_CODE: Code = {
  direct: (value) => value,
  link: ({ exec }) => exec,
};
