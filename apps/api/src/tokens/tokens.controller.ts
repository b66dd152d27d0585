// API tokens. Nobody can give away more than they have, and a token is seen once.
import { Body, Controller, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { MusterError } from '#core';
import type { ResourceStore } from '#store';
import type { Caller as CallerOf } from '../auth/caller.ts';
import { type Grant, isPermitted } from '../auth/permissions.ts';
import { mintToken } from '../auth/token.secret.ts';
import { defineListing } from '../http/listing.ts';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Caller, Change } from '../http/request.context.ts';
import { RESOURCES } from '../parts.ts';
import {
  callerSchema,
  mintedTokenSchema,
  type TokenRequest,
  tokenPage,
  tokenPath,
  tokenRequest,
  tokenSchema,
} from './token.schema.ts';

const LONGEST_MS = 366 * 86_400_000;

const listing = defineListing({
  filters: {},
  sorts: { createdAt: z.tuple([z.iso.datetime(), z.string()]) },
  standard: '-createdAt',
});

@Controller()
export class TokensController {
  readonly #store: ResourceStore;

  constructor(@Inject(RESOURCES) store: ResourceStore) {
    this.#store = store;
  }

  @Operation({
    id: 'createToken',
    route: 'POST /v1/tokens',
    tag: 'tokens',
    summary: 'Makes a token. It is in this answer and never told again.',
    access: { action: 'administer', in: 'anywhere' },
    answers: [{ status: 201, description: 'The token.', schema: mintedTokenSchema }],
    refuses: ['MUS5006'],
    showsSecret: true,
  })
  async create(@Body({ schema: tokenRequest }) body: TokenRequest, @Change() change: Mutation) {
    refuseMoreThanOwn(change.caller, body.grants);
    refuseLongLife(body.expiresAt);
    const { id, token, hash } = mintToken();
    return change.commit(async ({ tokens }, note) => {
      note({ token: id, grants: body.grants.map(({ role, environment }) => `${role} in ${environment}`) });
      const stored = await tokens.add({ ...body, id, hash, createdBy: change.caller.actor });
      return { ...stored, token };
    });
  }

  @Operation({
    id: 'listTokens',
    route: 'GET /v1/tokens',
    tag: 'tokens',
    summary: 'All tokens, those that are revoked or expired included.',
    access: { action: 'administer', in: 'everywhere' },
    answers: [{ status: 200, description: 'A page of tokens.', schema: tokenPage }],
  })
  async list(@Query({ schema: listing.query }) query: z.infer<typeof listing.query>) {
    const { page } = listing.page(query);
    return listing.answer(query, await this.#store.read(({ tokens }) => tokens.list(page)));
  }

  @Operation({
    id: 'revokeToken',
    route: 'DELETE /v1/tokens/:token',
    tag: 'tokens',
    summary: 'Revokes a token: from the next request on it is refused.',
    access: { action: 'administer', in: 'anywhere' },
    answers: [{ status: 200, description: 'The token, revoked.', schema: tokenSchema }],
  })
  async revoke(
    @Param({ schema: tokenPath }) { token: id }: z.infer<typeof tokenPath>,
    @Change() change: Mutation,
  ) {
    return change.commit(async ({ tokens }, note) => {
      note({ token: id });
      const token = await tokens.find(id);
      if (token === undefined) throw new MusterError('MUS5003', `no token ${id}`);
      refuseMoreThanOwn(change.caller, token.grants);
      return tokens.revoke(id);
    });
  }

  @Operation({
    id: 'getCaller',
    route: 'GET /v1/me',
    tag: 'tokens',
    summary: 'Who the server takes the caller for.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'The caller.', schema: callerSchema }],
  })
  me(@Caller() caller: CallerOf) {
    return caller;
  }
}

/** @throws MusterError MUS5002 */
function refuseMoreThanOwn(caller: CallerOf, grants: readonly Pick<Grant, 'environment'>[]): void {
  const beyond = grants.find(({ environment }) => {
    const where = environment === '*' ? 'everywhere' : { environment };
    return !isPermitted(caller.grants, 'administer', where);
  });
  if (beyond === undefined) return;
  const place = beyond.environment === '*' ? 'everywhere' : `in ${beyond.environment}`;
  throw new MusterError(
    'MUS5002',
    `${caller.name} may not administer ${place}, and so neither give nor take roles there`,
  );
}

function refuseLongLife(expiresAt: Date): void {
  const lifeMs = expiresAt.getTime() - Date.now();
  if (lifeMs > 0 && lifeMs <= LONGEST_MS) return;
  const days = Math.round(lifeMs / 86_400_000);
  throw new MusterError('MUS2006', `expiresAt: ${days} days from now; a token lives at most 366 days`, {
    next: 'Choose a date within the next 366 days.',
  });
}
