// Where each value of a document is written. Kept beside the data, because substitution and schemas rebuild the data.
import type { Path } from './loaded.ts';

export interface PlaceTree {
  /** Offset of the key; undefined for list items and for the document itself. */
  readonly key: number | undefined;
  /** Offset of the value. */
  readonly value: number;
  readonly isScalar: boolean;
  readonly children: Map<string | number, PlaceTree>;
}

/**
 * Offset to point at for a path: the key itself for `key`; for `value` a scalar itself, and the key of a mapping or list
 * (its value begins a line later). What is not written is told at its nearest parent that is.
 */
export function offsetOf(tree: PlaceTree, path: Path, aim: 'key' | 'value'): number {
  let node = tree;
  for (const part of path) {
    const child = node.children.get(part);
    if (!child) return node.key ?? node.value;
    node = child;
  }
  return aim === 'value' && node.isScalar ? node.value : (node.key ?? node.value);
}
