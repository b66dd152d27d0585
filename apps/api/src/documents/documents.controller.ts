// Experiments, environments and services: three kinds of documents, read and written in the same way. What differs is who
// may do so.
import { Controller, Inject, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { MusterError } from '#core';
import type { ResourceStore } from '#store';
import type { Caller as CallerOf } from '../auth/caller.ts';
import { visibleTo } from '../auth/permissions.ts';
import { Answered } from '../http/answer.ts';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Caller, Change } from '../http/request.context.ts';
import type { ControllerClass } from '../http/route-table.ts';
import { RESOURCES } from '../parts.ts';
import { DocumentBytes } from './document.body.ts';
import {
  type DocumentsQuery,
  documentListing,
  type VersionsQuery,
  versionListing,
} from './document.listings.ts';
import { type DocumentsRequest, readOperations, writeOperations } from './document.operations.ts';
import { documentPath, fileQuery, versionPath } from './document.schema.ts';
import { readTheDocument } from './read-documents.ts';

type DocumentPath = z.infer<typeof documentPath>;
type VersionPath = z.infer<typeof versionPath>;

export function documentReader(request: DocumentsRequest): ControllerClass {
  const { kind } = request;
  const operations = readOperations(request);

  @Controller()
  class DocumentReader {
    readonly #store: ResourceStore;

    constructor(@Inject(RESOURCES) store: ResourceStore) {
      this.#store = store;
    }

    @Operation(operations.list)
    async list(@Query({ schema: documentListing.query }) query: DocumentsQuery, @Caller() caller: CallerOf) {
      const { sort, page } = documentListing.page(query);
      const names = kind === 'Environment' ? visibleTo(caller.grants) : undefined;
      const filter = { ...query, kind, names };
      const found = await this.#store.read(({ documents }) => documents.list(filter, sort, page));
      return documentListing.answer(query, found);
    }

    @Operation(operations.get)
    async get(@Param({ schema: documentPath }) { name }: DocumentPath) {
      const found = await this.#store.read(({ documents }) => documents.find({ kind, name }));
      return found ?? missing(`${kind} ${name}`);
    }

    @Operation(operations.versions)
    async versions(
      @Param({ schema: documentPath }) { name }: DocumentPath,
      @Query({ schema: versionListing.query }) query: VersionsQuery,
    ) {
      const { page } = versionListing.page(query);
      const found = await this.#store.read(({ documents }) => documents.versions({ kind, name }, page));
      return versionListing.answer(query, found);
    }

    @Operation(operations.version)
    async version(@Param({ schema: versionPath }) { name, version }: VersionPath) {
      const found = await this.#store.read(({ documents }) => documents.version({ kind, name }, version));
      return found ?? missing(`${kind} ${name} of version ${version}`);
    }
  }
  return DocumentReader;
}

export function documentWriter(request: DocumentsRequest): ControllerClass {
  const { kind } = request;
  const operations = writeOperations(request);

  @Controller()
  class DocumentWriter {
    @Operation(operations.put)
    async put(
      @Param({ schema: documentPath }) { name }: DocumentPath,
      @Query({ schema: fileQuery }) { file = `${name}.yaml` }: z.infer<typeof fileQuery>,
      @DocumentBytes() bytes: Uint8Array,
      @Change() change: Mutation,
    ) {
      const document = readTheDocument({ bytes, file }, { kind, name });
      const expected = change.expectedVersion();
      return change.commit(async ({ documents }, note) => {
        const saved = await documents.save({ ...document, savedBy: change.caller.actor }, expected);
        note({ change: saved.change, version: saved.document.version, hash: document.hash });
        return new Answered(saved.change === 'created' ? 201 : 200, saved.document);
      });
    }

    @Operation(operations.remove)
    async remove(@Param({ schema: documentPath }) { name }: DocumentPath, @Change() change: Mutation) {
      const expected = change.expectedVersion();
      return change.commit(async ({ documents }) => {
        if (!(await documents.remove({ kind, name }, expected))) missing(`${kind} ${name}`);
      });
    }
  }
  return DocumentWriter;
}

function missing(what: string): never {
  throw new MusterError('MUS5003', `no ${what}`);
}
