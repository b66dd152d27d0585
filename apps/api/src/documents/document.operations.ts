// What can be done with documents of one kind, for the router, the guard and the OpenAPI document.
import type { DocumentKind } from '#store';
import type { AccessRule } from '../auth/access.rule.ts';
import type { OperationSpec } from '../http/operation.ts';
import { bodiesOf, documentOf } from './document.body.ts';
import { documentPage, documentSource, storedDocument, versionPage } from './document.schema.ts';

export interface DocumentsRequest {
  readonly kind: DocumentKind;
  /** `experiments`; also the tag. */
  readonly plural: string;
  /** Who may see one of them, by `name` in the path. */
  readonly read: AccessRule;
  readonly write: AccessRule;
}

export function readOperations({ kind, plural: tag, read: access }: DocumentsRequest) {
  const list: OperationSpec = {
    id: `list${kind}s`,
    route: `GET /v1/${tag}`,
    tag,
    summary: `${kind}s that the caller may see.`,
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'A page.', schema: documentPage }],
  };
  const get: OperationSpec = {
    id: `get${kind}`,
    route: `GET /v1/${tag}/:name`,
    tag,
    summary: 'As it is now.',
    access,
    answers: [
      { status: 200, description: 'What it is about; its text is in its version.', schema: storedDocument },
    ],
    etag: 'version',
  };
  const versions: OperationSpec = {
    id: `list${kind}Versions`,
    route: `GET /v1/${tag}/:name/versions`,
    tag,
    summary: 'All versions there were.',
    access,
    answers: [{ status: 200, description: 'A page.', schema: versionPage }],
  };
  const version: OperationSpec = {
    id: `get${kind}Version`,
    route: `GET /v1/${tag}/:name/versions/:version`,
    tag,
    summary: 'The text as it was saved. It never changes.',
    access,
    answers: [{ status: 200, description: 'The text.', schema: documentSource }],
    etag: 'version',
  };
  return { list, get, versions, version };
}

export function writeOperations({ kind, plural: tag, write: access }: DocumentsRequest) {
  const put: OperationSpec = {
    id: `put${kind}`,
    route: `PUT /v1/${tag}/:name`,
    tag,
    summary: 'Saves the document. Anything but what is there already is a new version.',
    access,
    answers: [
      { status: 200, description: 'It was there: changed, or the same.', schema: storedDocument },
      { status: 201, description: 'It is new.', schema: storedDocument },
    ],
    bodies: bodiesOf(documentOf(kind)),
    refuses: ['MUS2005'],
    isConditional: true,
    etag: 'version',
  };
  const remove: OperationSpec = {
    id: `delete${kind}`,
    route: `DELETE /v1/${tag}/:name`,
    tag,
    summary: 'It is listed no more and cannot be used. Its versions stay: runs refer to them.',
    access,
    answers: [{ status: 204, description: 'It is gone.' }],
    isConditional: true,
  };
  return { put, remove };
}
