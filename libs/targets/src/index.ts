// The drivers that find targets, by name.
import { byKind } from '#core';
import { registry } from './registry.ts';

export const drivers = byKind(registry);
