// The first look at a file: bytes to text, refused if too large, binary or empty.
import type { Problem } from '../problem.ts';
import { createSource, problemAt, type Source } from './source.ts';

/** Largest file that is read, in bytes (for text: in UTF-16 units, which are never more). */
export const maxFileBytes = 1_048_576;

export interface SourceText {
  readonly source: Source;
  readonly problems: readonly Problem[];
}

export function readText(file: string, content: string | Uint8Array): SourceText {
  if (content.length > maxFileBytes) {
    const message = `the file has ${content.length} bytes, more than ${maxFileBytes}`;
    return refuse(createSource(file, ''), 0, 'MUS1004', message);
  }
  const source = createSource(file, typeof content === 'string' ? withoutMark(content) : decode(content));
  const bad = binaryAt(source.text, typeof content !== 'string');
  if (bad) return refuse(source, bad.offset, 'MUS1005', bad.message);
  if (source.text.trim() === '') return refuse(source, 0, 'MUS1003', 'the file is empty');
  return { source, problems: [] };
}

function refuse(source: Source, offset: number, code: Problem['code'], message: string): SourceText {
  return { source, problems: [problemAt(source.place(offset), { code, message })] };
}

/** Bytes that are no UTF-8 become U+FFFD, which `binaryAt` finds. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

interface BinaryContent {
  readonly offset: number;
  readonly message: string;
}

function binaryAt(text: string, decoded: boolean): BinaryContent | undefined {
  const control = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  const invalid = decoded ? text.indexOf('\uFFFD') : -1;
  if (invalid !== -1 && (control === -1 || invalid <= control)) {
    return { offset: invalid, message: 'a byte that is not UTF-8' };
  }
  if (control === -1) return undefined;
  const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0');
  return { offset: control, message: `control character U+${code}` };
}
