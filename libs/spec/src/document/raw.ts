// Reads a value of unchecked data at a path. Only own keys count, so that no name reaches a prototype.
import type { Path } from './loaded.ts';

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

export function recordAt(data: unknown, path: Path): Readonly<Record<string, unknown>> | undefined {
  const value = valueAt(data, path);
  return isRecord(value) ? value : undefined;
}

export function listAt(data: unknown, path: Path): readonly unknown[] {
  const value = valueAt(data, path);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function textAt(data: unknown, path: Path): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with another value at a path; parents that are not there are made as mappings. */
export function withValueAt(data: unknown, path: Path, value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(data)) {
    return (data as unknown[]).map((item, index) => (index === part ? withValueAt(item, rest, value) : item));
  }
  const record = isRecord(data) ? data : {};
  return { ...record, [part]: withValueAt(valueAt(record, [part]), rest, value) };
}
