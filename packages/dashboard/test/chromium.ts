import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the package `@sparticuz/chromium` exports, as far as it is used here. */
interface Packed {
  readonly executablePath: () => Promise<string>;
}

/**
 * The browser of the package, unpacked once for this user. The package itself writes it, for some seconds, to a place that the whole
 * machine shares: whoever comes second starts half a browser, and where somebody was killed meanwhile that stays so. Here it is
 * unpacked into a folder of its own, which gets its name when it is whole.
 */
export async function chromiumPath(chromium: Packed): Promise<string> {
  const folder = join(tmpdir(), `baton-chromium-${version()}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) {
    const fresh = mkdtempSync(`${folder}-`);
    await unpackInto(fresh, chromium);
    try {
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return join(folder, 'chromium');
}

function version(): string {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const about: { readonly version: string } = JSON.parse(
    readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'),
  );
  return about.version;
}

/** The package decides about its paths as it is called, by the folder for temporary files. */
async function unpackInto(folder: string, chromium: Packed): Promise<void> {
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const unpacking = chromium.executablePath();
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  await unpacking;
}
