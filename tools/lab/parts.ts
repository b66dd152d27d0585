// Every part of the lab: one line each.
import { dockerPart } from './docker.part.ts';
import type { LabPart } from './lab-part.ts';
import { toxiproxyPart } from './toxiproxy.part.ts';

export const labParts: readonly LabPart[] = [dockerPart, toxiproxyPart];
