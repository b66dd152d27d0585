// Which schemas read a quantity with a unit: a bare number there lacks its unit rather than having the wrong type.
import { z } from 'zod';

export const quantities = z.registry<{ readonly noun: string }>();
