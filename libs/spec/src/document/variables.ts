// Puts the values of variables into a document. Bindings, strongest first: `overrides` (command line), the document's own
// `spec.variables`, `defaults` (the environment). Only the document's own may refer to other variables; the two others
// arrive as final values and are taken literally, so that a value from outside is never read as a template.
import type { Path } from './loaded.ts';
import { isRecord, recordAt } from './raw.ts';
import { type Complaint, quote } from './source.ts';
import { nearest } from './suggestion.ts';
import { parseTemplate, type TemplatePart } from './template.ts';

export type VariableValue = string | number | boolean;
export type Variables = Readonly<Record<string, VariableValue>>;

/** A value as it is written on a command line: `5` and `1.5` are numbers, `true` and `false` booleans, all else text. */
export function readVariable(text: string): VariableValue {
  if (text === 'true' || text === 'false') return text === 'true';
  // A number must come back as it was written: 007, 1e3 and 12345678901234567890 stay text.
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : text;
}

export interface Bindings {
  readonly overrides: Variables;
  readonly defaults: Variables;
}

export interface Substituted {
  readonly data: unknown;
  readonly complaints: readonly (Complaint & { readonly path: Path })[];
  /** Paths whose value could not be determined: what a schema says of them is no news. */
  readonly unknown: readonly Path[];
}

/** Variables that are built of variables that are built of variables …: so many levels are followed. */
const maxLevels = 100;

/** Variables that contain each other several times grow exponentially: this much text is allowed in one document. */
const maxText = 4_000_000;

export function substitute(data: unknown, bindings: Bindings): Substituted {
  const run = new Substitution(recordAt(data, ['spec', 'variables']) ?? {}, bindings);
  return { data: run.replace(data, []), complaints: run.complaints, unknown: run.unknown };
}

/** undefined: no value, and the reason was told. */
type Resolved = VariableValue | undefined;

class Substitution {
  readonly complaints: (Complaint & { readonly path: Path })[] = [];
  readonly unknown: Path[] = [];
  private readonly own: Readonly<Record<string, unknown>>;
  private readonly names: readonly string[];
  private readonly bindings: Bindings;
  private readonly resolved = new Map<string, Resolved>();
  private readonly open: string[] = [];
  private readonly told = new Set<string>();
  private textLength = 0;

  constructor(own: Readonly<Record<string, unknown>>, bindings: Bindings) {
    this.own = own;
    this.bindings = bindings;
    this.names = [bindings.overrides, own, bindings.defaults].flatMap((bound) => Object.keys(bound));
  }

  replace(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((item, index) => this.replace(item, [...path, index]));
    if (isRecord(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.replace(item, [...path, key])]),
      );
    }
    const name = ownVariable(path);
    if (name !== undefined && isVariableValue(value)) return this.settle(this.resolve(name), value, path);
    return typeof value === 'string' ? this.settle(this.expand(value, path), value, path) : value;
  }

  private settle(resolved: Resolved, written: unknown, path: Path): unknown {
    if (resolved === undefined) this.unknown.push(path);
    return resolved ?? written;
  }

  private expand(text: string, path: Path): Resolved {
    if (!text.includes('${')) return text;
    const parts = parseTemplate(text);
    const values = parts.map((part) => this.valueOf(part, path));
    if (values.includes(undefined)) return undefined;
    if (values.length === 1) return values[0];
    return this.join(values, path);
  }

  private join(values: readonly Resolved[], path: Path): Resolved {
    this.textLength += values.reduce<number>((sum, value) => sum + String(value).length, 0);
    if (this.textLength <= maxText) return values.join('');
    const hint = 'Variables that contain each other grow: write the text out.';
    this.complain(path, 'MUS1007', 'the text grows too long when its variables are put in', hint);
    return undefined;
  }

  private valueOf(part: TemplatePart, path: Path): Resolved {
    switch (part.kind) {
      case 'literal':
        return part.text;
      case 'malformed':
        this.complain(path, 'MUS1021', `${quote(part.text)} is no variable`);
        return undefined;
      case 'variable':
        return this.lookUp(part.name, path);
    }
  }

  private lookUp(name: string, path: Path): Resolved {
    const { overrides, defaults } = this.bindings;
    if (Object.hasOwn(overrides, name)) return overrides[name];
    if (Object.hasOwn(this.own, name)) return this.resolve(name);
    if (Object.hasOwn(defaults, name)) return defaults[name];
    const near = nearest(name, this.names);
    const hint = near === undefined ? undefined : `Did you mean "${near}"?`;
    this.complain(path, 'MUS1020', `variable ${quote(name)} has no value`, hint);
    return undefined;
  }

  /** Value of a variable of the document's own, each worked out once. */
  private resolve(name: string): Resolved {
    if (Object.hasOwn(this.bindings.overrides, name)) return this.bindings.overrides[name];
    if (this.resolved.has(name)) return this.resolved.get(name);
    const circle = this.open.indexOf(name);
    if (circle !== -1) {
      const names = [...this.open.slice(circle), name].join(' -> ');
      this.complain(
        ['spec', 'variables', name],
        'MUS1022',
        `variables refer to each other in a circle: ${names}`,
      );
      return undefined;
    }
    if (this.open.length >= maxLevels) {
      const message = `variables refer to each other over more than ${maxLevels} levels`;
      this.complain(['spec', 'variables', name], 'MUS1007', message);
      return undefined;
    }
    this.open.push(name);
    const written = this.own[name];
    const value = typeof written === 'string' ? this.expand(written, ['spec', 'variables', name]) : written;
    this.open.pop();
    const resolved = isVariableValue(value) ? value : undefined;
    this.resolved.set(name, resolved);
    return resolved;
  }

  private complain(path: Path, code: Complaint['code'], message: string, hint?: string): void {
    const key = [...path, message].join('\n');
    if (this.told.has(key)) return;
    this.told.add(key);
    this.complaints.push({ path, code, message, hint });
  }
}

function ownVariable(path: Path): string | undefined {
  const [spec, variables, name, ...rest] = path;
  return spec === 'spec' && variables === 'variables' && typeof name === 'string' && rest.length === 0
    ? name
    : undefined;
}

function isVariableValue(value: unknown): value is VariableValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
