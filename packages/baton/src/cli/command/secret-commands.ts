import type { CommandSpecification } from '../argument/command-specification.ts';

const secrets: CommandSpecification = {
  name: 'secrets',
  positionals: ['[list|set|remove|rotate]', '[NAME]'],
  summary: 'Keep secrets of definitions, encrypted, in the data folder',
  details: [
    'set NAME: takes the value from standard input, or asks for it without showing it; a value that is JSON of an object is one. remove NAME: forgets it. list: names, never values. rotate: encrypts everything anew under new keys.',
    'The first secret makes the store and its key: in a file that only this user can read, outside of the data folder (~/.config/baton/keys); or, when BATON_SECRET_KEY holds 32 bytes (base64, hexadecimal) or a passphrase, or BATON_SECRET_KEY_FILE names a file with one, that. The owner of the folder must have the same, and sees changes at once.',
    'A definition reads a secret it names in `use.secrets` from the store, and what the store does not have from BATON_SECRET_<NAME>. `baton backup` does not contain the store.',
  ],
  options: [
    { name: 'new-key', summary: 'rotate: take a new key or passphrase from standard input, or ask for it' },
    { name: 'own-key', summary: 'rotate: keep the new key in a file of this user' },
  ],
  examples: [
    { line: 'baton secrets set stripe', effect: 'asks for the value' },
    { line: 'baton secrets set login < login.json', effect: 'from a file' },
    { line: 'baton secrets list --json', effect: 'which there are' },
    { line: 'baton secrets rotate', effect: 'new keys for all of them' },
  ],
  load: async () => (await import('./secrets.ts')).secrets,
};

/** Commands about secrets. */
export const secretCommands: readonly CommandSpecification[] = [secrets];
