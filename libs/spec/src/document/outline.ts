// What each document of a text is about, whatever is wrong with the rest of it, and the part of the text that it is.
import { isRecord, recordAt, textAt } from './raw.ts';
import { createSource } from './source.ts';
import { readYaml } from './yaml-tree.ts';

export interface DocumentOutline {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** `spec.service` and `spec.environment` of an experiment. */
  readonly service: string | undefined;
  readonly environment: string | undefined;
  /** As it is written, comments included; without the line that parts it from the one before. */
  readonly text: string;
}

/** In the order of the text. Nothing is told of what is wrong: `loadDocuments` does that. */
export function outlineDocuments(text: string): readonly DocumentOutline[] {
  return readYaml(createSource('', text)).documents.map(({ data, text: own }) => ({
    kind: textAt(data, ['kind']),
    name: textAt(data, ['metadata', 'name']),
    title: textAt(data, ['metadata', 'title']),
    labels: labelsOf(recordAt(data, ['metadata', 'labels'])),
    service: textAt(data, ['spec', 'service']),
    environment: textAt(data, ['spec', 'environment']),
    text: own.replace(/^---[ \t]*\n/, ''),
  }));
}

function labelsOf(written: unknown): Readonly<Record<string, string>> {
  const entries = isRecord(written) ? Object.entries(written) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
