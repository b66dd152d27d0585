// Walks the nodes of one YAML document: aliases are written out, duplicate keys and unsupported features are told,
// and the walk ends where a document is larger than any that a person would write.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Problem } from '../problem.ts';
import type { Path } from './loaded.ts';
import type { PlaceTree } from './place-tree.ts';
import { type Complaint, problemAt, quote, type Source } from './source.ts';

const limits = { depth: 64, aliases: 100, values: 20_000 } as const;

export interface NodesRead {
  readonly data: unknown;
  readonly places: PlaceTree;
  /** false if a limit ended the walk: the data is not whole. */
  readonly isBounded: boolean;
  /** Paths whose value could not be read; the problems say why. */
  readonly unknown: readonly Path[];
  readonly problems: readonly Problem[];
}

interface Read {
  readonly data: unknown;
  readonly places: PlaceTree;
}

type Node = ParsedNode | null;

/** Offsets of a value and of its key. */
interface At {
  readonly key: number | undefined;
  readonly offset: number;
}

export function readNodes(source: Source, root: Node): NodesRead {
  const walk = new Walk(source);
  const { data, places } = walk.read(root, [], undefined);
  return { data, places, isBounded: !walk.isStopped, unknown: walk.unknown, problems: walk.problems };
}

const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

class Walk {
  readonly problems: Problem[] = [];
  readonly unknown: Path[] = [];
  isStopped = false;
  private readonly source: Source;
  private readonly anchors = new Map<string, { readonly node: Node; isOpen: boolean }>();
  private values = 0;
  private aliases = 0;

  constructor(source: Source) {
    this.source = source;
  }

  read(node: Node, path: Path, key: number | undefined): Read {
    const at = { key, offset: node?.range[0] ?? key ?? 0 };
    this.checkLimits(path, at.offset);
    if (this.isStopped || node === null) return leaf(null, key, at.offset);
    if (isAlias(node)) return this.readAlias(node.source, path, at);
    this.refuseTag(node, path, at.offset);
    if (node.anchor === undefined) return this.readValue(node, path, at);
    const anchor = { node, isOpen: true };
    this.anchors.set(node.anchor, anchor);
    const read = this.readValue(node, path, at);
    anchor.isOpen = false;
    return read;
  }

  private checkLimits(path: Path, offset: number): void {
    this.values += 1;
    if (this.values > limits.values) this.stop(offset, path, `more than ${limits.values} values`);
    if (path.length > limits.depth) this.stop(offset, path, `more than ${limits.depth} levels`);
  }

  private readValue(node: NonNullable<Node>, path: Path, at: At): Read {
    if (isMap(node)) return this.readMap(node, path, at);
    if (isSeq(node)) return this.readList(node, path, at);
    const scalar = node as Scalar;
    // Nothing written after the colon: point at the key.
    const isBlank = scalar.value === null && scalar.source === '';
    return leaf(scalar.value, at.key, isBlank ? (at.key ?? at.offset) : at.offset);
  }

  private readMap(map: YAMLMap<Node, Node>, path: Path, at: At): Read {
    const data: Record<string, unknown> = {};
    const children = new Map<string | number, PlaceTree>();
    for (const pair of map.items) {
      const offset = pair.key?.range[0] ?? at.offset;
      const name = this.keyOf(pair.key, path, offset);
      if (name === undefined || this.isRefused(name, path, offset)) continue;
      const first = children.get(name);
      if (first) {
        const line = this.source.place(first.key ?? first.value).line;
        this.complain(offset, {
          path: [...path, name],
          code: 'MUS1006',
          message: `key ${quote(name)} is already in line ${line}`,
        });
        continue;
      }
      const read = this.read(pair.value, [...path, name], offset);
      data[name] = read.data;
      children.set(name, read.places);
    }
    return { data, places: { key: at.key, value: at.offset, isScalar: false, children } };
  }

  private readList(list: YAMLSeq<Node>, path: Path, at: At): Read {
    const reads = list.items.map((item, index) => this.read(item, [...path, index], undefined));
    const children = new Map<string | number, PlaceTree>(reads.map((read, index) => [index, read.places]));
    return {
      data: reads.map((read) => read.data),
      places: { key: at.key, value: at.offset, isScalar: false, children },
    };
  }

  /** Writes an alias out. What is inside keeps the place where it is written; the alias itself has its own. */
  private readAlias(name: string, path: Path, at: At): Read {
    const anchor = this.anchors.get(name);
    if (!anchor) {
      this.unknown.push(path);
      this.complain(at.offset, {
        path,
        code: 'MUS1002',
        message: `alias *${name} has no anchor &${name} before it`,
      });
      return leaf(null, at.key, at.offset);
    }
    this.aliases += 1;
    if (anchor.isOpen) this.stop(at.offset, path, `alias *${name} is inside of what it stands for`);
    if (this.aliases > limits.aliases)
      this.stop(at.offset, path, `more than ${limits.aliases} aliases, written out`);
    if (this.isStopped) return leaf(null, at.key, at.offset);
    const { data, places } = this.read(anchor.node, path, at.key);
    return { data, places: { ...places, value: at.offset } };
  }

  private keyOf(key: Node, path: Path, offset: number): string | undefined {
    const name = isScalar(key) ? keyText(key) : undefined;
    if (name === undefined)
      this.complain(offset, { path, code: 'MUS1002', message: 'expected text as the key' });
    else this.refuseTag(key ?? {}, path, offset);
    return name;
  }

  private isRefused(name: string, path: Path, offset: number): boolean {
    if (name !== '<<' && name !== '__proto__') return false;
    const message = name === '<<' ? 'merge keys (<<) are not supported' : 'key "__proto__" is not allowed';
    const hint = name === '<<' ? 'Write the keys out.' : undefined;
    this.complain(offset, { path: [...path, name], code: 'MUS1011', message, hint });
    return true;
  }

  private refuseTag(node: { tag?: string | undefined }, path: Path, offset: number): void {
    if (node.tag === undefined || coreTags.has(node.tag)) return;
    this.unknown.push(path);
    const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
    this.complain(offset, {
      path,
      code: 'MUS1002',
      message: `tag ${tag} is not supported`,
      hint: 'Remove the tag.',
    });
  }

  private stop(offset: number, path: Path, message: string): void {
    if (!this.isStopped) this.complain(offset, { path, code: 'MUS1007', message });
    this.isStopped = true;
  }

  private complain(offset: number, complaint: Complaint): void {
    this.problems.push(problemAt(this.source.place(offset), complaint));
  }
}

const leaf = (data: unknown, key: number | undefined, value: number): Read => ({
  data,
  places: { key, value, isScalar: true, children: new Map() },
});

/** A key as it is written: `200` and `true` are text as keys. */
function keyText(key: Scalar): string | undefined {
  return typeof key.value === 'string' ? key.value : key.source || undefined;
}
