// Every driver, sorted: one import and one entry each.
import type { AnyDriver } from '#core';
import { docker } from './docker/docker.driver.ts';
import { endpoint } from './endpoint/endpoint.driver.ts';
import { process } from './process/process.driver.ts';
import { toxiproxy } from './toxiproxy/toxiproxy.driver.ts';

export const registry: readonly AnyDriver[] = [docker, endpoint, process, toxiproxy];
