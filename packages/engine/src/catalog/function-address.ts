/** `name:version@catalog`, `name@catalog`. */
const cataloged = /^(?<name>[^:@\s/]+)(?::(?<version>[^:@\s/]+))?@(?<catalog>[^:@\s/]+)$/;

/** A function of a catalog, as a `call` names it. */
export interface CatalogedFunction {
  readonly name: string;
  readonly version: string;
  readonly catalog: string;
}

/** Reads the name of a function of a catalog; null when a `call` names something else. */
export function catalogedFunction(call: string): CatalogedFunction | null {
  const { name, version = 'latest', catalog } = cataloged.exec(call)?.groups ?? {};
  return name === undefined || catalog === undefined ? null : { name, version, catalog };
}

/** True for a `call` that is the address of a function. */
export function isAddress(call: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(call);
}

/** Where a catalog keeps a function: the structure of catalogs is part of the language. */
export function addressIn(root: string, { name, version }: CatalogedFunction): string {
  return rawAddress(`${root.replace(/\/+$/, '')}/functions/${name}/${version}/function.yaml`);
}

/**
 * The document behind an address that people use. Pages of GitHub and GitLab stand for the files they show; a repository
 * without a branch means `main`; `…/path@v1` means the function in that folder, at that tag.
 */
export function rawAddress(address: string): string {
  const [, host, owner, repository, rest = ''] =
    /^https:\/\/(github\.com|gitlab\.com)\/([^/]+)\/([^/@]+)(\/.*)?$/.exec(address) ?? [];
  if (host === undefined) return address;
  const { path, branch } = inRepository(rest);
  return host === 'github.com'
    ? `https://raw.githubusercontent.com/${owner}/${repository}/${branch}/${path}`
    : `https://gitlab.com/${owner}/${repository}/-/raw/${branch}/${path}`;
}

function inRepository(rest: string): { readonly path: string; readonly branch: string } {
  const [, shown, file] = /^\/(?:-\/)?(?:tree|blob)\/([^/]+)\/(.*)$/.exec(rest) ?? [];
  if (shown !== undefined && file !== undefined) return { path: file, branch: shown };
  const [, folder, tag] = /^\/(.*)@([^@/]+)$/.exec(rest) ?? [];
  if (folder !== undefined && tag !== undefined) return { path: `${folder}/function.yaml`, branch: tag };
  return { path: rest.slice(1), branch: 'main' };
}
