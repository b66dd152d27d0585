// Where the engine is, in the order of the docker command: the environment file, DOCKER_HOST, DOCKER_CONTEXT, the current
// context, the usual socket. A context is a folder named by a hash (https://docs.docker.com/engine/manage-resources/contexts/).
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { MusterError, messageOf } from '#core';
import type { DockerConfig } from './docker.config.ts';

export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface EngineAddress {
  /** unix:///var/run/docker.sock, tcp://engine:2376, ssh://ops@engine */
  readonly url: string;
  readonly tls: TlsFiles | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const USUAL_SOCKET = '/var/run/docker.sock';
const contextSchema = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string() }) }),
});

/** @throws MusterError MUS2010 where it names a context that is not there */
export function engineAddress(
  { host, context, tls }: Pick<DockerConfig, 'host' | 'context' | 'tls'>,
  variables: Variables = process.env,
): EngineAddress {
  if (host !== undefined) return { url: host, tls };
  if (context !== undefined) return fromContext(context, variables);
  if (variables['DOCKER_HOST']) return fromVariables(variables['DOCKER_HOST'], variables);
  const current = variables['DOCKER_CONTEXT'] || currentContext(variables);
  return current === undefined ? { url: `unix://${usualSocket()}`, tls } : fromContext(current, variables);
}

/** The host that is connected to; undefined for this machine. */
export function hostOf({ url }: EngineAddress): string | undefined {
  const { protocol, hostname } = new URL(url);
  return protocol === 'unix:' || protocol === 'npipe:' ? undefined : hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The path of its socket; undefined where it has another address. */
export function socketOf({ url }: EngineAddress): string | undefined {
  return /^(?:unix|npipe):\/\/(.+)$/.exec(url)?.[1];
}

function fromVariables(host: string, variables: Variables): EngineAddress {
  const url = host.includes('://') ? host : `tcp://${host}`;
  const folder = variables['DOCKER_CERT_PATH'];
  if (!variables['DOCKER_TLS_VERIFY'] || folder === undefined) return { url, tls: undefined };
  return { url, tls: tlsIn(folder) };
}

function fromContext(name: string, variables: Variables): EngineAddress {
  if (name === 'default') return { url: `unix://${usualSocket()}`, tls: undefined };
  const contexts = path.join(dockerFolder(variables), 'contexts');
  const id = createHash('sha256').update(name).digest('hex');
  try {
    const text = readFileSync(path.join(contexts, 'meta', id, 'meta.json'), 'utf8');
    const { Endpoints } = contextSchema.parse(JSON.parse(text));
    const tlsFolder = path.join(contexts, 'tls', id, 'docker');
    return { url: Endpoints.docker.Host, tls: existsSync(tlsFolder) ? tlsIn(tlsFolder) : undefined };
  } catch (error) {
    const message = `docker context ${name} cannot be read: ${messageOf(error)}`;
    throw new MusterError('MUS2010', message, { cause: error });
  }
}

function currentContext(variables: Variables): string | undefined {
  try {
    const text = readFileSync(path.join(dockerFolder(variables), 'config.json'), 'utf8');
    return z.object({ currentContext: z.string().optional() }).parse(JSON.parse(text)).currentContext;
  } catch {
    // No such file: the docker command has never been set up here.
    return undefined;
  }
}

function dockerFolder(variables: Variables): string {
  return variables['DOCKER_CONFIG'] || path.join(homedir(), '.docker');
}

function tlsIn(folder: string): TlsFiles {
  const file = (name: string): string | undefined => {
    const full = path.join(folder, name);
    return existsSync(full) ? full : undefined;
  };
  return { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem') };
}

/** Docker Desktop keeps it in the home folder. */
function usualSocket(): string {
  const own = path.join(homedir(), '.docker', 'run', 'docker.sock');
  return existsSync(own) ? own : USUAL_SOCKET;
}
