/** Kinds of documents, as `muster schema` names them. */
export type SchemaKind = 'experiment' | 'environment' | 'service';
