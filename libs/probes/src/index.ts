// The probe kinds, by name: each measures one thing and judges nothing.
import { byKind } from '#core';
import { registry } from './registry.ts';

export const probes = byKind(registry);
