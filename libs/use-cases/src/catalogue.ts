// Every kind that this Muster knows: the registries of faults, probes and drivers, put together.
import type { Catalogue } from '#core';
import { faults } from '#faults';
import { probes } from '#probes';
import { drivers } from '#targets';

export const catalogue: Catalogue = { faults, probes, drivers };
