// Tables of what users keep on the server.
import { answeredRequestTable } from './answered-request.table.ts';
import { auditTable } from './audit.table.ts';
import { documentTable, documentVersionTable } from './document.table.ts';
import { tokenTable } from './token.table.ts';

export const resourceTables = [
  answeredRequestTable,
  auditTable,
  documentTable,
  documentVersionTable,
  tokenTable,
] as const;
