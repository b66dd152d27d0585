// Reads a listen address ("host:port", both parts may be empty) the way Go's net package does, including its error
// texts, because Toxiproxy's clients get to see them.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { apiErrors } from '../api/api.error.ts';

export interface ListenAddress {
  /** An IP address, or '' for all interfaces. */
  readonly host: string;
  readonly port: number;
  /** The address as text, IPv6 in brackets. */
  readonly text: string;
}

/** @throws ApiError 500 with the reason, starting with `prefix` */
export async function resolveListenAddress(address: string, prefix = ''): Promise<ListenAddress> {
  const [hostName, portText] = splitHostPort(address, prefix);
  const port = parsePort(portText, prefix);
  const host = await resolveHost(hostName, prefix);
  return { host, port, text: formatAddress(host, port) };
}

export function formatAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The text for a listen() that failed with a system error code. */
export function describeListenError(address: ListenAddress, code: string | undefined): string {
  return `listen tcp ${address.text}: bind: ${(code && systemErrors[code]) ?? code ?? 'unknown error'}`;
}

const systemErrors: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
};

/** Splits at the last colon; brackets around the host are taken off. */
export function splitHostPort(address: string, prefix = ''): [host: string, port: string] {
  if (address === '') return ['', '0'];
  const refuse = (reason: string) => apiErrors.address(`${prefix}address ${address}: ${reason}`);
  const colon = address.lastIndexOf(':');
  if (colon < 0) throw refuse('missing port in address');
  const host = address.slice(0, colon);
  const port = address.slice(colon + 1);
  if (host.startsWith('[')) {
    if (host.endsWith(']')) return [host.slice(1, -1), port];
    throw refuse(address.includes(']') ? 'missing port in address' : "missing ']' in address");
  }
  if (host.includes(':')) throw refuse('too many colons in address');
  return [host, port];
}

function parsePort(text: string, prefix: string): number {
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) throw apiErrors.address(`${prefix}lookup tcp/${text}: unknown port`);
  const port = Number(text);
  if (port < 0 || port > 65535) throw apiErrors.address(`${prefix}address ${text}: invalid port`);
  return port;
}

async function resolveHost(host: string, prefix: string): Promise<string> {
  if (host === '' || isIP(host) !== 0) return host;
  try {
    return (await lookup(host, { order: 'ipv4first' })).address;
  } catch {
    throw apiErrors.address(`${prefix}lookup ${host}: no such host`);
  }
}
