// Every probe kind, sorted: one import and one entry each.
import type { AnyProbe } from '#core';
import { command } from './command.probe.ts';
import { http } from './http.probe.ts';
import { process } from './process.probe.ts';
import { prometheus } from './prometheus.probe.ts';
import { sql } from './sql.probe.ts';
import { tcp } from './tcp.probe.ts';

export const registry: readonly AnyProbe[] = [command, http, process, prometheus, sql, tcp];
