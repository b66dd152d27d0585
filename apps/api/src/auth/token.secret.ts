// API tokens: `muster_<id>_<secret>`. The id finds the row, the secret proves the right to it. 256 random bits need no slow
// hash; the prefix lets scanners of source code find a token that was committed by mistake.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface MintedToken {
  readonly id: string;
  /** To be shown once; only `hash` is kept. */
  readonly token: string;
  readonly hash: string;
}

export const tokenForm = /^muster_([0-9a-f]{12})_([\w-]{43})$/;

export function mintToken(): MintedToken {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `muster_${id}_${secret}`, hash: hashOf(secret) };
}

/** undefined: no token of ours, whatever it is. */
export function readToken(token: string): { readonly id: string; readonly hash: string } | undefined {
  const [, id, secret] = tokenForm.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, hash: hashOf(secret) };
}

/** Takes as long for hashes that differ early as for those that differ late. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
