// A page as a browser parses it.
import { expect } from '@jest/globals';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;
const childrenOf = (node: Node | DefaultTreeAdapterTypes.Document): readonly Node[] =>
  'childNodes' in node ? node.childNodes : [];

/** Every element, in order; fails on anything that a browser would have to mend. */
export function elementsOf(page: string): readonly Element[] {
  const errors: string[] = [];
  const document = parse(page, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
  });
  expect(errors).toEqual([]);
  const walk = (nodes: readonly Node[]): readonly Element[] =>
    nodes.flatMap((node) => (isElement(node) ? [node, ...walk(node.childNodes)] : []));
  return walk(document.childNodes);
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

const blocks = new Set(
  'header main section article footer h1 h2 h3 p li dt dd tr figure figcaption div table ol ul dl'.split(' '),
);
const silent = new Set(['style', 'title', 'head']);
const marks: Readonly<Record<string, string>> = { h2: '\n## ', h3: '\n### ', td: ' ', span: ' ' };

/** The text of the page in reading order, a line for each block. */
export function readable(page: string): string {
  const text = childrenOf(parse(page)).map(textOf).join('');
  const lines = text.split('\u0001').map((line) => line.replace(/ +/g, ' ').replace(/^ | $/g, ''));
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** With a mark (\u0001) where a line begins and ends. */
function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value.replace(/\s+/g, ' ');
  if (!isElement(node) || silent.has(node.tagName)) return '';
  const { tagName } = node;
  const chart = tagName === 'svg' ? `[chart: ${attribute(node, 'aria-label') ?? ''}] ` : '';
  const inner = `${marks[tagName] ?? ''}${chart}${node.childNodes.map(textOf).join('')}`;
  return blocks.has(tagName) ? `\u0001${inner}\u0001` : inner;
}
