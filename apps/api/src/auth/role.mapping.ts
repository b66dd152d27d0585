// `sre=operator@staging,platform=admin@*`: what members of a group are, and where.
import { type Grant, isRole } from './permissions.ts';

/** undefined: it does not read like that. */
export function readRoleMapping(text: string): ReadonlyMap<string, readonly Grant[]> | undefined {
  const roles = new Map<string, Grant[]>();
  for (const part of text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, group = '', role = '', environment = ''] = /^(.+)=([a-z]+)@(\*|[a-z0-9.-]+)$/.exec(part) ?? [];
    if (!isRole(role)) return undefined;
    roles.set(group, [...(roles.get(group) ?? []), { role, environment }]);
  }
  return roles;
}
