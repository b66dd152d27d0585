// Everything in the repository that follows from declarations: path (from the root) -> content.
import { describeCatalogue } from '#core';
import { faults } from '#faults';
import { probes } from '#probes';
import { drivers } from '#targets';
import { routes } from '../../apps/api/src/api.module.ts';
import { openApiDocument } from '../../apps/api/src/openapi/document.ts';
import { apiPages } from './api.pages.ts';
import { cataloguePages } from './catalogue.pages.ts';
import { documentsPage } from './documents.page.ts';
import { errorPages } from './errors.pages.ts';
import { eventsPage } from './events.page.ts';
import { handWrittenPages } from './hand-written.pages.ts';
import { schemaFiles } from './schemas.ts';

export function generatedFiles(): Record<string, string> {
  const kinds = { faults, probes, drivers };
  const catalogue = describeCatalogue(kinds);
  const pages = { ...cataloguePages(catalogue), ...documentsPage(), ...errorPages(), ...eventsPage() };
  return {
    ...schemaFiles(kinds),
    ...Object.fromEntries(Object.entries(pages).map(([name, text]) => [`docs/generated/${name}`, text])),
    ...Object.fromEntries(
      Object.entries(apiPages()).map(([name, text]) => [`docs/generated/libraries/${name}`, text]),
    ),
    ...handWrittenPages(catalogue),
    'docs/openapi.json': `${JSON.stringify(openApiDocument(routes), null, 2)}\n`,
  };
}

/** Those of the files that are not as they should be. */
export function outOfDate(
  files: Readonly<Record<string, string>>,
  read: (path: string) => string | undefined,
): [path: string, content: string][] {
  return Object.entries(files).filter(([path, content]) => read(path) !== content);
}
