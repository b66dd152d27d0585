// The documents that are kept, and who may see and change them.
import type { DocumentsRequest } from './document.operations.ts';

export const documentKinds: readonly DocumentsRequest[] = [
  {
    kind: 'Environment',
    plural: 'environments',
    read: { action: 'read', in: { path: 'name' } },
    write: { action: 'administer', in: { path: 'name' } },
  },
  {
    kind: 'Experiment',
    plural: 'experiments',
    read: { action: 'read', in: 'anywhere' },
    write: { action: 'write', in: 'anywhere' },
  },
  {
    kind: 'Service',
    plural: 'services',
    read: { action: 'read', in: 'anywhere' },
    write: { action: 'write', in: 'anywhere' },
  },
];
