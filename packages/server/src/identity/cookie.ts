/** Cookies know no ports: two servers on one machine would take each other's away. */
function nameFor(request: Request): string {
  const { port } = new URL(`http://${request.headers.get('host') ?? new URL(request.url).host}`);
  return port === '' ? 'baton_session' : `baton_session_${port}`;
}

interface CookieOptions {
  /** How long it is kept; 0 ends it. */
  readonly seconds: number;
  /** Who asks for it: whether by TLS, and at which port. */
  readonly request: Request;
}

/** A cookie of this server as `Set-Cookie` says it: no script reads it, no other site sends it. */
export function cookieOf(value: string, { seconds, request }: CookieOptions): string {
  const always = `${nameFor(request)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
  return isOverTls(request) ? `${always}; Secure` : always;
}

/** The value of the cookie that a browser sent back; null without one. */
export function secretIn(request: Request): string | null {
  const start = `${nameFor(request)}=`;
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
  const found = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
  return found === undefined || found === '' ? null : found;
}

/** TLS may end before this server: then the page that asks says so, whose address the browser puts there. */
function isOverTls(request: Request): boolean {
  return request.url.startsWith('https:') || request.headers.get('origin')?.startsWith('https:') === true;
}
