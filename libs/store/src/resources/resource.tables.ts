// Tables of what users keep on the server.
import { answeredRequestTable } from './answered-request.table.ts';
import { approvalTable, approvalVoteTable } from './approval.table.ts';
import { auditTable } from './audit.table.ts';
import { documentTable, documentVersionTable } from './document.table.ts';
import { actionItemTable, gapTable } from './gap.table.ts';
import { tokenTable } from './token.table.ts';

export const resourceTables = [
  actionItemTable,
  answeredRequestTable,
  approvalTable,
  approvalVoteTable,
  auditTable,
  documentTable,
  documentVersionTable,
  gapTable,
  tokenTable,
] as const;
