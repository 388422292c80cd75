import type { Principal } from './principal.ts';
import { may, type Right } from './right.ts';

/** What the tenant of a single user is called; what belongs to no tenant is theirs. */
export const home = 'local';

/** Why somebody may not do something; null when they may. What is shared belongs to no tenant. */
export function hindrance(
  { tenant, role }: Pick<Principal, 'tenant' | 'role'>,
  { needs, isShared }: { readonly needs: Right; readonly isShared: boolean },
): string | null {
  if (!may(role, needs)) return `the role ${role} may not ${needs.join(' ')}`;
  const isOurs = !isShared || tenant === home;
  return isOurs ? null : `what this is about is shared by all tenants, and kept by the tenant ${home}`;
}
