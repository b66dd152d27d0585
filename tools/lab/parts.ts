// Every part of the lab: one line each.
import type { LabPart } from './lab-part.ts';
import { toxiproxyPart } from './toxiproxy.part.ts';

export const labParts: readonly LabPart[] = [toxiproxyPart];
