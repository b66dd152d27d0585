// How documents and their versions are listed.
import { z } from 'zod';
import { defineListing } from '../http/listing.ts';
import { nameSchema } from '../http/values.schema.ts';
import { label } from './document.schema.ts';

export const documentListing = defineListing({
  filters: {
    service: nameSchema().optional().describe('Experiments that examine this service.'),
    environment: nameSchema().optional().describe('Experiments that are written for this environment.'),
    label: label.optional(),
  },
  sorts: {
    name: z.tuple([z.string().max(100)]),
    savedAt: z.tuple([z.iso.datetime(), z.string().max(100)]),
  },
  standard: 'name',
});
export type DocumentsQuery = z.infer<typeof documentListing.query>;

export const versionListing = defineListing({
  filters: {},
  sorts: { version: z.tuple([z.int()]) },
  standard: '-version',
});
export type VersionsQuery = z.infer<typeof versionListing.query>;
