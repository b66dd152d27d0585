// Decodes request bodies into known fields with the leniency and the error texts of Go's encoding/json: unknown fields
// are ignored, names match in any case, null leaves the default, and the first wrong type is the error.
import { type ApiError, apiErrors } from './api.error.ts';
import { parseFirstValue } from './json.scanner.ts';

export type FieldType = 'string' | 'bool' | 'int' | 'int64' | 'float32' | 'object' | 'ttl';

interface FieldValues {
  string: string;
  bool: boolean;
  int: number;
  int64: number;
  float32: number;
  object: Readonly<Record<string, unknown>>;
  ttl: number;
}

export interface Shape<Fields extends Readonly<Record<string, FieldType>>> {
  /** What error texts call a value that is no object. */
  readonly whole: string;
  /** What error texts put before a field's name, with the dot. */
  readonly prefix: string;
  readonly fields: Fields;
  /** What error texts call the type of an `object` field. */
  readonly objectType?: string;
}

export type Decoded<Fields extends Readonly<Record<string, FieldType>>> = {
  -readonly [Name in keyof Fields]?: FieldValues[Fields[Name]];
};

const LONGEST_TTL_MS = 2 ** 31 - 1;

/** @throws ApiError 400 */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseFirstValue(text);
  }
}

/** @throws ApiError 400 */
export function decodeObject<const Fields extends Readonly<Record<string, FieldType>>>(
  value: unknown,
  shape: Shape<Fields>,
): Decoded<Fields> {
  const decoded: Record<string, unknown> = {};
  if (value === null) return {};
  if (!isObject(value)) throw wrongType(describe(value), `value of type ${shape.whole}`);
  for (const [key, field] of Object.entries(value)) {
    const name = Object.hasOwn(shape.fields, key) ? key : key.toLowerCase();
    if (field === null || !Object.hasOwn(shape.fields, name)) continue;
    decoded[name] = decodeField(field, name, shape);
  }
  return decoded as Decoded<Fields>;
}

function decodeField(
  value: unknown,
  name: string,
  shape: Shape<Readonly<Record<string, FieldType>>>,
): unknown {
  const type = shape.fields[name];
  if (type === undefined || type === 'ttl') return ttl(value);
  if (fits(value, type)) return value;
  const typeName = type === 'object' ? shape.objectType : type;
  throw wrongType(describe(value, type), `struct field ${shape.prefix}${name} of type ${typeName}`);
}

/** @throws ApiError 400; null is an empty list */
export function decodeList(value: unknown, whole: string): readonly unknown[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw wrongType(describe(value), `value of type ${whole}`);
  return value as unknown[];
}

function fits(value: unknown, type: Exclude<FieldType, 'ttl'>): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
    case 'int64':
      return Number.isSafeInteger(value);
    case 'float32':
      return typeof value === 'number' && Number.isFinite(Math.fround(value));
    case 'object':
      return isObject(value);
  }
}

function ttl(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LONGEST_TTL_MS)
    return value as number;
  throw apiErrors.badRequestBody(`ttlMs must be a whole number from 0 to ${LONGEST_TTL_MS}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number of the wrong kind is quoted; a value of another type is only named. */
function describe(value: unknown, wanted?: FieldType): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' && wanted !== undefined && /^(int|float)/.test(wanted))
    return `number ${value}`;
  return typeof value;
}

function wrongType(what: string, where: string): ApiError {
  return apiErrors.badRequestBody(`json: cannot unmarshal ${what} into Go ${where}`);
}
