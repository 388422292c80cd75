import { programCompiler, verifyFolder, type Verification, type VerifyOptions } from '@batonhq/engine';

/** Checks the invariants of every execution in a data folder. */
export function verifyDataDir(directory: string, checked: NonNullable<VerifyOptions['checked']>): Verification {
  return verifyFolder({ directory, compile: programCompiler(), checked });
}
