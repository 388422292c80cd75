/** The account that everything of a tenant is paid from. */
export const tenantAccount = 'tenant';

/** The account of a user. */
export function userAccount(user: string): string {
  return `user/${encodeURIComponent(user)}`;
}

/** The account of an execution; those of its tasks and missions lie below it and close with it. */
export function executionAccount(execution: string): string {
  return `execution/${encodeURIComponent(execution)}`;
}

/** The account of a task with a budget, or of a mission; `key` is that of the task or step. */
export function partAccount(execution: string, kind: 'task' | 'mission', key: string): string {
  return `${executionAccount(execution)}/${kind}/${encodeURIComponent(key)}`;
}

/** An account as it is named in streams, also where somebody wrote the name of a user as it is: `user/Ada Lovelace`. */
export function namedAccount(account: string): string {
  const [kind, ...name] = account.split('/');
  if (kind !== 'user' || name.length === 0) return account;
  const written = name.join('/');
  return /^([\w.!~*'()-]|%[0-9A-F]{2})+$/.test(written) ? account : userAccount(written);
}

/** Whose account it is; null when it is not that of a user. */
export function userOfAccount(account: string): string | null {
  const [kind, user] = account.split('/');
  return kind === 'user' && user !== undefined ? decodeURIComponent(user) : null;
}

/** The execution that an account is of, or of a part of; null for those of users and tenants. */
export function executionOfAccount(account: string): string | null {
  const [kind, execution] = account.split('/');
  return kind === 'execution' && execution !== undefined ? decodeURIComponent(execution) : null;
}

/** An account as people read it: `execution 3f…`, `task pay of execution 3f…`, `user ada`, `the tenant`. */
export function accountText(account: string): string {
  const [kind, name, part, key] = account.split('/').map((piece) => decodeURIComponent(piece));
  if (kind === 'user') return `user ${name}`;
  if (kind !== 'execution') return 'the tenant';
  return part === undefined ? `execution ${name}` : `${part} ${key} of execution ${name}`;
}
