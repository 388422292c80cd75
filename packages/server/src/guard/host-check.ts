import { isIP } from 'node:net';

/**
 * Says whether a request was meant for this server by the name in its `Host`. A page of somebody else can point its own
 * name at 127.0.0.1 and so reach a server that listens there only (DNS rebinding); its name gives it away.
 *
 * @param allowed - Names beside `localhost` and literal addresses; their case and a port do not matter.
 */
export function hostCheck(allowed: readonly string[]): (host: string | undefined) => boolean {
  const names = new Set(['localhost', ...allowed.map((name) => nameOf(name) ?? name)]);
  return (host) => {
    const name = nameOf(host);
    return name !== null && (isIP(name) !== 0 || names.has(name));
  };
}

function nameOf(host: string | undefined): string | null {
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  const { hostname, username, pathname } = new URL(`http://${host}`);
  return username === '' && pathname === '/' ? hostname.replace(/^\[|\]$/g, '') : null;
}
