import { SecretStore } from '@batonhq/engine';
import { type DoctorCheck, failed, fine, reasonOf } from './check.ts';

/** The store of secrets opens with the key that this process has, and every value in it. */
export const secrets: DoctorCheck = (dataDir) => {
  const store = new SecretStore(dataDir);
  try {
    const count = store.list().length;
    store.check();
    return fine('secrets', count === 0 ? 'none in the store' : `${count} in the store, all of them open`);
  } catch (error) {
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : 'look at the file';
    return failed('secrets', reasonOf(error), hint);
  }
};
