/** Adds the platform packages that npm left out of `package-lock.json`; run it after every `npm install`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.ts';
import { completeLockfile, missingPlatforms } from './platform-packages.ts';

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
console.log(`${missingPlatforms(lock).length} platform packages added`);
writeFileSync(path, `${JSON.stringify(completeLockfile(lock), null, 2)}\n`);
