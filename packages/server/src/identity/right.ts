import { createMongoAbility, type MongoAbility } from '@casl/ability';

/** What somebody does. */
export type Action = 'read' | 'start' | 'steer' | 'decide' | 'publish' | 'manage';

/** What it is done to. */
export type Subject = 'execution' | 'definition' | 'schedule' | 'event' | 'approval' | 'plan' | 'key' | 'system';

/** An action on a kind of thing: what a route asks for, and what a role has. */
export type Right = readonly [action: Action, subject: Subject];

/** What a key may do: each role has the rights of `viewer`, and more. */
export type Role = 'viewer' | 'operator' | 'approver' | 'developer' | 'admin';

/** Roles by name, from the one that may least. */
export const roles: readonly Role[] = ['viewer', 'operator', 'approver', 'developer', 'admin'];

const look: readonly Right[] = [
  ['read', 'execution'],
  ['read', 'definition'],
  ['read', 'schedule'],
  ['read', 'event'],
  ['read', 'approval'],
  ['read', 'plan'],
  ['read', 'system'],
];
const operate: readonly Right[] = [
  ['start', 'execution'],
  ['steer', 'execution'],
  ['publish', 'event'],
  // Whoever may start anything may agree to a plan; what is of high risk in it asks again, and asks approvers.
  ['start', 'plan'],
  ['decide', 'plan'],
];
const approve: readonly Right[] = [
  ['decide', 'approval'],
  ['decide', 'plan'],
];
const develop: readonly Right[] = [
  ['publish', 'definition'],
  ['manage', 'schedule'],
];

const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  viewer: look,
  operator: [...look, ...operate],
  approver: [...look, ...approve],
  developer: [...look, ...operate, ...develop],
  admin: [...look, ...operate, ...approve, ...develop, ['manage', 'key'], ['manage', 'system']],
};

const abilities = new Map<Role, MongoAbility>(
  roles.map((role) => [role, createMongoAbility(rightsOf[role].map(([action, subject]) => ({ action, subject })))]),
);

/**
 * True when the role has the right.
 *
 * @example
 * may('viewer', ['start', 'execution']); // false
 */
export function may(role: Role, [action, subject]: Right): boolean {
  return abilities.get(role)?.can(action, subject) ?? false;
}
