// The kinds of harm, by name.
import { byKind } from '#core';
import { registry } from './registry.ts';

export const faults = byKind(registry);
