import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from './finding.ts';
import { treeOf } from './tree.ts';

const textPath = /\.(tsx?|mjs|md|json|ya?ml|sh|css|html)$|(^|\/)(LICENSE|run|\.npmrc|\.gitignore)$/;
const skippedText = /(^|\/)package-lock\.json$/;

/** Nothing is executed of what git may find here, so it does not matter whose folder it is: in a container often another user's. */
const anybodys = ['-c', 'safe.directory=*'];

/** Everything git knows or would add: what is ignored is not ours to judge. */
export function readTree(root: string): Tree {
  const paths = execFileSync('git', [...anybodys, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
  const texts = paths.filter((path) => textPath.test(path) && !skippedText.test(path));
  return treeOf(Object.fromEntries(texts.map((path) => [path, readFileSync(join(root, path), 'utf8')])), paths);
}
