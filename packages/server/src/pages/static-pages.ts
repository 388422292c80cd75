import { createReadStream, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Names under `assets` carry a hash of their content: whoever has one need not ask again. */
const forGood = 'public, max-age=31536000, immutable';

/**
 * Answers with the files of a folder. An address that names no file gets `index.html`, whose script knows what it means.
 * Nothing outside of the folder is ever answered.
 */
export function staticPages(folder: string): (path: string) => Response | null {
  const index = join(folder, 'index.html');
  return (path) => {
    const wanted = fileIn(folder, path);
    if (wanted === null) return null;
    const file = isFile(wanted) ? wanted : index;
    if (!isFile(file) || (file === index && extname(path) !== '')) return null;
    const cache = path.startsWith('/assets/') ? forGood : 'no-cache';
    const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': cache };
    return new Response(Readable.toWeb(createReadStream(file)), { headers });
  };
}

function fileIn(folder: string, path: string): string | null {
  const decoded = safelyDecoded(path);
  if (decoded === null || decoded.includes('\0')) return null;
  const file = normalize(join(folder, decoded));
  return file === folder || file.startsWith(folder + sep) ? file : null;
}

function safelyDecoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
