// Secrets from the environment of this process and from files, read anew at each use: a rotated one is seen.
import { readFile } from 'node:fs/promises';
import { MusterError, messageOf, type Secrets } from '#core';

/** `{secret: NAME}` is an environment variable, `{secretFile: path}` a file, whose last line break does not count. */
export function secretsFromEnvironment(): Secrets {
  return {
    resolve: (ref) => ('secret' in ref ? fromVariable(ref.secret) : fromFile(ref.secretFile)),
  };
}

async function fromVariable(name: string): Promise<string> {
  const value = process.env[name];
  if (value) return value;
  throw new MusterError('MUS2013', `environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`);
}

async function fromFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new MusterError('MUS2013', `secret file ${file}: ${messageOf(error)}`, { cause: error });
  });
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new MusterError('MUS2013', `secret file ${file} is empty`);
  return value;
}
