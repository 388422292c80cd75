/**
 * True when a browser says that a request comes from a page of this server, or when no browser sent it. What a page of
 * somebody else sends comes with the cookies of this server in some browsers, and may come without asking first.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  // Pages without an origin of their own, as in a sandbox, say `null`.
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}
