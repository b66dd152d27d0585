// Names by which the parts of this process find each other.
export const FEED = Symbol('RunFeed');
export const HALTS = Symbol('HaltSwitch');
export const OWNERS = Symbol('OwnerLookup');
export const RECORDS = Symbol('RunRecords');
export const REQUESTS = Symbol('RunRequests');
export const RESOURCES = Symbol('ResourceStore');
export const ROUTES = Symbol('Route[]');
export const RUNS = Symbol('RunList');
