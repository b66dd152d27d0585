// If-Match and If-None-Match: a change that shall only be made to what its caller has read.
import type { FastifyRequest } from 'fastify';
import { invalidRequest } from './request.error.ts';

export const conditionPatterns = { match: '^(?:"[0-9]{1,9}"|\\*)$', noneMatch: '^\\*$' } as const;

type ConditionHeaders = Pick<FastifyRequest['headers'], 'if-match' | 'if-none-match'>;

/** The version that a change expects; 0: none is there; undefined: any. @throws RequestError MUS2006 */
export function expectedVersion(headers: ConditionHeaders): number | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  refuseUnlike('if-match', match, conditionPatterns.match);
  refuseUnlike('if-none-match', noneMatch, conditionPatterns.noneMatch);
  if (noneMatch !== undefined) return 0;
  return match === undefined || match === '*' ? undefined : Number(match.slice(1, -1));
}

function refuseUnlike(name: string, value: string | undefined, pattern: string): void {
  if (value === undefined || new RegExp(pattern).test(value)) return;
  throw invalidRequest([{ path: [name], message: 'expected the ETag of what is to be changed, or *' }]);
}
