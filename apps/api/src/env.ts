// The one reader of the environment: checked once at start, and every variable that is wrong is told at once.
import { z } from 'zod';
import { MusterError } from '#core';
import type { OidcSettings } from './auth/oidc.authenticator.ts';
import { readRoleMapping } from './auth/role.mapping.ts';
import { tokenForm } from './auth/token.secret.ts';

const flag = () => z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0', ''] });
const port = () => z.coerce.number().int().min(0).max(65_535);

const schema = z.object({
  MUSTER_HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  MUSTER_PORT: port().default(7700).describe('Port to listen on; 0 for a free one.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgresql://user:password@host:port/database')
    .optional()
    .describe('PostgreSQL to use. Default: one of its own in MUSTER_STATE_DIR.'),
  MUSTER_STATE_DIR: z
    .string()
    .min(1)
    .default('.muster/server')
    .describe('Folder for the database of its own and for state on this machine.'),
  MUSTER_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Lowest level that is logged.'),
  MUSTER_BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1024)
    .default(2 * 1024 * 1024)
    .describe('Largest request body, in bytes.'),
  MUSTER_RATE_LIMIT: z.coerce
    .number()
    .int()
    .min(1)
    .default(6000)
    .describe('Most requests per minute of one caller, per replica.'),
  MUSTER_TRUST_PROXY: z
    .string()
    .optional()
    .describe('Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas.'),
  MUSTER_ADMIN_TOKEN: z
    .string()
    .regex(tokenForm, 'expected muster_ with 12 hex digits, _ and 43 characters')
    .optional()
    .describe(
      'Token of an admin everywhere, made known at start. Default: one is made and shown at the first start.',
    ),
  MUSTER_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Identity provider whose bearer tokens are taken as well. Default: none.'),
  MUSTER_OIDC_AUDIENCE: z.string().default('muster').describe('Audience that its tokens must name.'),
  MUSTER_OIDC_ROLES_CLAIM: z
    .string()
    .default('groups')
    .describe('Claim that lists the groups of a person; realm_access.roles looks deeper.'),
  MUSTER_OIDC_ROLES: z
    .string()
    .default('')
    .refine(
      (text) => readRoleMapping(text) !== undefined,
      'expected group=role@environment, separated by commas',
    )
    .describe('What members of a group are: sre=operator@staging,platform=admin@*.'),
  MUSTER_OPEN_METRICS: flag().default(false).describe('Whether /metrics is served without a token.'),
});

export interface ApiEnv {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly stateDir: string;
  readonly logLevel: z.infer<typeof schema>['MUSTER_LOG_LEVEL'];
  readonly bodyLimitBytes: number;
  readonly requestsPerMinute: number;
  readonly trustedProxies: readonly string[];
  readonly adminToken: string | undefined;
  readonly oidc: OidcSettings | undefined;
  readonly hasOpenMetrics: boolean;
}

/** @throws MusterError MUS2006 with every variable that is wrong */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): ApiEnv {
  const { success, data, error } = schema.safeParse(withoutEmpty(variables));
  if (!success) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new MusterError('MUS2006', `environment variables: ${wrong.join('; ')}`, {
      next: 'Correct or remove them.',
    });
  }
  return {
    host: data.MUSTER_HOST,
    port: data.MUSTER_PORT,
    databaseUrl: data.DATABASE_URL,
    stateDir: data.MUSTER_STATE_DIR,
    logLevel: data.MUSTER_LOG_LEVEL,
    bodyLimitBytes: data.MUSTER_BODY_LIMIT,
    requestsPerMinute: data.MUSTER_RATE_LIMIT,
    trustedProxies: data.MUSTER_TRUST_PROXY?.split(',').map((one) => one.trim()) ?? [],
    adminToken: data.MUSTER_ADMIN_TOKEN,
    oidc: oidcOf(data),
    hasOpenMetrics: data.MUSTER_OPEN_METRICS,
  };
}

function oidcOf(data: z.infer<typeof schema>): OidcSettings | undefined {
  if (data.MUSTER_OIDC_ISSUER === undefined) return undefined;
  return {
    issuer: data.MUSTER_OIDC_ISSUER,
    audience: data.MUSTER_OIDC_AUDIENCE,
    rolesClaim: data.MUSTER_OIDC_ROLES_CLAIM,
    roles: readRoleMapping(data.MUSTER_OIDC_ROLES) ?? new Map(),
  };
}

/** A variable that is set to nothing counts as not set. */
function withoutEmpty(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
