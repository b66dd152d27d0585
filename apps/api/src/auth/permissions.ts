// Who may do what where: roles are held per environment, and `*` stands for every environment.
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

export const isRole = (name: string): name is Role => (roles as readonly string[]).includes(name);

/**
 * read: look. write: experiments, services, schedules, game days. run: start what breaks things. stop: abort and halt.
 * approve: agree to a plan of somebody else. administer: environments, tokens, audit, lifting a halt.
 */
export type Action = 'read' | 'write' | 'run' | 'stop' | 'approve' | 'administer';

const permissions: Readonly<Record<Role, readonly Action[]>> = {
  viewer: ['read'],
  operator: ['read', 'write', 'run', 'stop'],
  approver: ['read', 'stop', 'approve'],
  admin: ['read', 'write', 'run', 'stop', 'approve', 'administer'],
};

export interface Grant {
  readonly role: Role;
  /** Name of an environment, or `*`. */
  readonly environment: string;
}

/** anywhere: in one environment at least. everywhere: in all of them, those to come included. */
export type Where = 'anywhere' | 'everywhere' | { readonly environment: string };

export function isPermitted(grants: readonly Grant[], action: Action, where: Where): boolean {
  return grants.some(
    ({ role, environment }) => permissions[role].includes(action) && covers(environment, where),
  );
}

function covers(granted: string, where: Where): boolean {
  if (granted === '*' || where === 'anywhere') return true;
  return where !== 'everywhere' && granted === where.environment;
}

/** The environments in which something is permitted; `*`: all. */
export function environmentsOf(grants: readonly Grant[], action: Action): '*' | readonly string[] {
  if (isPermitted(grants, action, 'everywhere')) return '*';
  const names = grants.filter(({ role }) => permissions[role].includes(action)).map((one) => one.environment);
  return [...new Set(names)];
}

/** `viewer in staging, admin everywhere`. */
export function describeGrants(grants: readonly Grant[]): string {
  const all = grants.map(
    ({ role, environment }) => `${role} ${environment === '*' ? 'everywhere' : `in ${environment}`}`,
  );
  return all.join(', ') || 'no role';
}

/** The environments whose things a caller may look at; undefined: all. */
export function visibleTo(grants: readonly Grant[]): readonly string[] | undefined {
  const environments = environmentsOf(grants, 'read');
  return environments === '*' ? undefined : environments;
}
