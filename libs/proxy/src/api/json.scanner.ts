// Finds the end of the first JSON value of a request body and words syntax errors as Go's encoding/json does. Only
// needed when JSON.parse refuses a body: what follows the first value is ignored, as Toxiproxy ignores it.
import { type ApiError, apiErrors } from './api.error.ts';

/** @throws ApiError 400 */
export function parseFirstValue(text: string): unknown {
  const scanner = new JsonScanner(text);
  scanner.skipSpace();
  if (scanner.atEnd) throw apiErrors.badRequestBody('EOF');
  const from = scanner.position;
  scanner.value();
  return JSON.parse(text.slice(from, scanner.position)) as unknown;
}

const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

class JsonScanner {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.#text.length;
  }

  skipSpace(): void {
    while (!this.atEnd && ' \t\r\n'.includes(this.#text.charAt(this.position))) this.position += 1;
  }

  value(): void {
    this.skipSpace();
    const first = this.#peek();
    const literal = LITERALS[first];
    if (first === '{') this.#object();
    else if (first === '[') this.#array();
    else if (first === '"') this.#string();
    else if (literal !== undefined) this.#literal(literal);
    else if (first === '-' || isDigit(first)) this.#number();
    else throw this.#unexpected('looking for beginning of value');
  }

  #object(): void {
    this.position += 1;
    this.skipSpace();
    if (this.#accept('}')) return;
    for (;;) {
      this.skipSpace();
      if (this.#peek() !== '"') throw this.#unexpected('looking for beginning of object key string');
      this.#string();
      this.skipSpace();
      if (!this.#accept(':')) throw this.#unexpected('after object key');
      this.value();
      this.skipSpace();
      if (this.#accept('}')) return;
      if (!this.#accept(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #array(): void {
    this.position += 1;
    this.skipSpace();
    if (this.#accept(']')) return;
    for (;;) {
      this.value();
      this.skipSpace();
      if (this.#accept(']')) return;
      if (!this.#accept(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): void {
    this.position += 1;
    while (!this.#accept('"')) {
      if (this.#peek() < ' ') throw this.#unexpected('in string literal');
      if (this.#accept('\\')) this.#escape();
      else this.position += 1;
    }
  }

  #escape(): void {
    if (this.#accept('u')) {
      for (let digits = 0; digits < 4; digits += 1) {
        if (!/[0-9a-fA-F]/.test(this.#peek())) throw this.#unexpected('in \\u hexadecimal character escape');
        this.position += 1;
      }
      return;
    }
    if (!'"\\/bfnrt'.includes(this.#peek())) throw this.#unexpected('in string escape code');
    this.position += 1;
  }

  #literal(word: string): void {
    for (const letter of word) {
      if (!this.#accept(letter)) throw this.#unexpected(`in literal ${word} (expecting '${letter}')`);
    }
  }

  #number(): void {
    this.#accept('-');
    if (!this.#accept('0')) this.#digits('in numeric literal');
    if (this.#text[this.position] === '.') {
      this.position += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text[this.position] ?? '')) {
      this.position += 1;
      if (!this.#accept('+')) this.#accept('-');
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(context: string): void {
    if (!isDigit(this.#peek())) throw this.#unexpected(context);
    while (isDigit(this.#text[this.position] ?? '')) this.position += 1;
  }

  #accept(character: string): boolean {
    if (this.#text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  #peek(): string {
    if (this.atEnd) throw apiErrors.badRequestBody('unexpected EOF');
    return this.#text.charAt(this.position);
  }

  #unexpected(context: string): ApiError {
    return apiErrors.badRequestBody(`invalid character ${quote(this.#peek())} ${context}`);
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function quote(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
