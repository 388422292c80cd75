/**
 * The header by which a browser keeps a file instead of showing it (RFC 6266), under its own name in any letters (RFC 8187)
 * and beside it one that every client reads. What would end the header, hide letters or turn their order around is `_`.
 */
export function attachment(path: string): string {
  const name = safeName(path);
  const readable = name.replaceAll(/[^\x20-\x7e]|["\\%;]/g, '_');
  return `attachment; filename="${readable}"; filename*=UTF-8''${extended(name)}`;
}

function safeName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const clean = name.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\/:*?"<>|]/gu, '_');
  // Whoever has a name that is all dots would write over a folder.
  return /^[\s.]*$/.test(clean) ? 'file' : clean;
}

/** Of what `encodeURIComponent` leaves as it is, the header takes less. */
function extended(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
}
