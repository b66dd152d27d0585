// The way in: the token that the operator chose, or one that is made at the first start and told once.
import type { ResourceStore } from '#store';
import { mintToken, readToken } from '../auth/token.secret.ts';

const YEAR_MS = 365 * 86_400_000;

/** The token to show, if one was made now. */
export async function provideFirstToken(
  store: ResourceStore,
  chosen: string | undefined,
): Promise<string | undefined> {
  if (chosen !== undefined) return register(store, chosen);
  const { id, token, hash } = mintToken();
  return store.change(async ({ tokens }) => {
    if (await tokens.hasAny()) return undefined;
    await tokens.add(adminToken(id, hash, 'first admin'));
    return token;
  });
}

/** A chosen token that was revoked stays revoked. */
async function register(store: ResourceStore, chosen: string): Promise<undefined> {
  const read = readToken(chosen);
  if (read === undefined) return;
  await store.change(async ({ tokens }) => {
    if ((await tokens.find(read.id)) === undefined)
      await tokens.add(adminToken(read.id, read.hash, 'chosen admin'));
  });
}

const adminToken = (id: string, hash: string, name: string) => ({
  id,
  hash,
  name,
  grants: [{ role: 'admin', environment: '*' }],
  createdBy: 'start',
  expiresAt: new Date(Date.now() + YEAR_MS),
});
