// Addresses as users write them, without passwords in what is shown or planned.
import { z } from 'zod';
import { secretRef } from '#spec';

/** Refuses a password: the plan, and with it every parameter, goes into the journal. */
export const openUrl = (protocol: RegExp, example: string, insteadUse: string) =>
  z.url({ protocol, error: `expected an address such as ${example}` }).refine((url) => !holdsPassword(url), {
    message: `a password here would be journaled: ${insteadUse}`,
  });

/** `?password=` is one to PostgreSQL. */
function holdsPassword(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.password !== '' || url.searchParams.has('password'));
}

export const httpUrl = () =>
  openUrl(/^https?$/, 'http://127.0.0.1:8080/health', 'send it as a header, authorization: {secret: NAME}');

export const headers = () =>
  z
    .record(z.string(), z.union([z.string(), secretRef()]))
    .default({})
    .describe('Request headers; a value may be {secret: NAME} or {secretFile: path}.');

/** The host without the brackets of IPv6; this machine where there is none. */
export const hostOf = (url: string): string =>
  new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost';

/** For people: a password, if one got here, is not shown. */
export function withoutPassword(text: string): string {
  if (!holdsPassword(text)) return text;
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  return url.href;
}
