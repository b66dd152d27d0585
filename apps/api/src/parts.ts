// Names by which the parts of this process find each other.
export const RESOURCES = Symbol('ResourceStore');
export const ROUTES = Symbol('Route[]');
export const OWNERS = Symbol('OwnerLookup');
