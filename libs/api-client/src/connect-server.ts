// The way to a Muster server for programs: the generated client with its address and token, and answers instead of
// results that must be looked at.
import { type ErrorCode, errorTable, MusterError, messageOf } from '#core';
import { type Client, createClient } from './generated/client/index.ts';
import type { Problem } from './generated/types.gen.ts';

export interface ServerAddress {
  readonly url: string;
  readonly token: string;
}

export function connectServer({ url, token }: ServerAddress): Client {
  return createClient({ baseUrl: url.replace(/\/+$/, ''), auth: token });
}

interface Result<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/** What was answered. @throws MusterError with the code of the refusal, or MUS5014 */
export async function answerOf<Data>(asked: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await asked.catch((thrown: unknown) => {
    throw unreachable(thrown);
  });
  if (response === undefined) throw unreachable(error);
  if (response.ok) return data as Data;
  if (!isProblem(error))
    throw new MusterError('MUS5014', `no answer of a Muster server: status ${response.status}`);
  throw new MusterError(error.code in errorTable ? (error.code as ErrorCode) : 'MUS9001', error.detail, {
    next: error.next,
  });
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'next' in value;

function unreachable(thrown: unknown): MusterError {
  const cause = (thrown as { cause?: unknown } | undefined)?.cause ?? thrown;
  return new MusterError('MUS5014', messageOf(cause), { cause: thrown });
}
