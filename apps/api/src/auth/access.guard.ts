// Before anything of a request is looked at: who sent it, and whether that caller may do this here.
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MusterError } from '#core';
import { type OperationSpec, operationOf } from '../http/operation.ts';
import type { RequestContext } from '../http/request.context.ts';
import { OWNERS } from '../parts.ts';
import type { AccessRule } from './access.rule.ts';
import { AUTHENTICATOR, type Authenticator } from './authenticator.ts';
import type { Caller } from './caller.ts';
import type { OwnerLookup } from './owner.lookup.ts';
import { describeGrants, isPermitted, type Where } from './permissions.ts';

type Protected = Exclude<AccessRule, { readonly public: true }>;

@Injectable()
export class AccessGuard implements CanActivate {
  readonly #authenticator: Authenticator;
  readonly #owners: OwnerLookup;

  constructor(@Inject(AUTHENTICATOR) authenticator: Authenticator, @Inject(OWNERS) owners: OwnerLookup) {
    this.#authenticator = authenticator;
    this.#owners = owners;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const spec = operationOf(context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const known: RequestContext = (request.muster = {});
    if ('public' in spec.access) return true;
    known.caller = await this.#authenticator.authenticate(request.headers.authorization);
    const where = await this.#where(spec.access, request);
    if (typeof where === 'object') known.environment = where.environment;
    const isMissing = where === 'nowhere';
    if (!isPermitted(known.caller.grants, spec.access.action, isMissing ? 'anywhere' : where)) {
      throw refused(spec, spec.access, isMissing ? 'anywhere' : where, known.caller);
    }
    // That it does not exist is told to those who may look for such things somewhere.
    if (isMissing) throw new MusterError('MUS5003', `${spec.id}: there is no such thing`);
    return true;
  }

  /** nowhere: the thing that is named does not exist. */
  async #where({ in: place }: Protected, { params, body }: FastifyRequest): Promise<Where | 'nowhere'> {
    if (typeof place === 'string') return place;
    const values = ('body' in place ? body : params) as Record<string, unknown> | undefined | null;
    const named = values?.['body' in place ? place.body : place.path];
    // What is no name is refused when the request is validated, which comes after this.
    if (typeof named !== 'string') return 'anywhere';
    if (!('owner' in place)) return { environment: named };
    const environment = await this.#owners.environmentOf(place.owner, named);
    return environment === undefined ? 'nowhere' : { environment };
  }
}

function refused(
  { id }: OperationSpec,
  { action }: Protected,
  where: Where,
  { grants }: Caller,
): MusterError {
  const place = typeof where === 'object' ? `in ${where.environment}` : where;
  return new MusterError(
    'MUS5002',
    `${id} needs a role that may ${action} ${place}; this caller is ${describeGrants(grants)}`,
  );
}
