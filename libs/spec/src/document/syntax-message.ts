// What the YAML parser says, in the words of someone who never read its grammar, and what to do about it.

interface SyntaxMessage {
  readonly message: string;
  readonly hint?: string;
}

type Rule = readonly [said: RegExp, meant: SyntaxMessage | ((...found: string[]) => SyntaxMessage)];

const signs: Readonly<Record<string, string>> = {
  'flow-map-start': '{',
  'flow-map-end': '}',
  'flow-seq-start': '[',
  'flow-seq-end': ']',
  comma: ',',
  'map-value-ind': ':',
  alias: '*',
  anchor: '&',
  tag: '!',
};
const INDENT = 'Indent what belongs together alike, with spaces.';

const rules: readonly Rule[] = [
  [
    /^Missing closing (["'])quote/,
    (quote) => ({
      message: `a text that begins with ${quote} has no end`,
      hint: `Is there a ${quote} missing, or one too many, in this line or above it?`,
    }),
  ],
  [/must .*end with a \}/, { message: 'a { is not closed', hint: 'Write } where the mapping ends.' }],
  [/must .*end with a \]/, { message: 'a [ is not closed', hint: 'Write ] where the list ends.' }],
  [
    /^Unexpected (\S+) at node end/,
    (found) => ({
      message: `unexpected ${signs[found] ?? 'text'} after the value`,
      hint: 'Put the whole text in quotes, or begin a new line.',
    }),
  ],
  [
    /^Implicit keys need to be on a single line/,
    {
      message: 'expected "key: value" on one line',
      hint: 'Is a colon missing, or the line not indented like its neighbours?',
    },
  ],
  [
    /^Nested mappings are not allowed/,
    {
      message: 'a second "key: value" in one line',
      hint: 'Text with ": " in it needs quotes; a mapping begins on its own line.',
    },
  ],
  [
    /^(Alias|Anchor) cannot be an empty string/,
    (what) => ({
      message: `${what === 'Alias' ? '*' : '&'} stands for nothing here`,
      hint: `Text that begins with ${what === 'Alias' ? '*' : '&'} needs quotes.`,
    }),
  ],
  [
    /^Plain value cannot start with (?:a |reserved character )?(.+)/,
    (found) => ({
      message: `a text cannot begin with ${found.replace(/ character$/, '')}`,
      hint: 'Put it in quotes.',
    }),
  ],
  [
    /^Invalid escape sequence (.+)/,
    (found) => ({
      message: `${found} means nothing in double quotes`,
      hint: 'In double quotes a backslash is written twice; single quotes keep it as it is.',
    }),
  ],
  [/^Tabs are not allowed/, { message: 'tabs are not allowed as indentation', hint: 'Indent with spaces.' }],
  [
    /^All (?:mapping|sequence) items|be (?:more )?indented/,
    { message: 'indented unlike its neighbours', hint: INDENT },
  ],
];

/** `line`: the text of the line, for what it tells beyond the parser's words. */
export function syntaxMessage(said: string, line: string): SyntaxMessage {
  const told = translated(said);
  const hasBareVariable = /[[{,:]\s*\$\{/.test(line) && !said.startsWith('Tabs');
  return hasBareVariable ? { ...told, hint: 'Inside { } and [ ] a variable needs quotes: "${name}".' } : told;
}

function translated(said: string): SyntaxMessage {
  for (const [pattern, meant] of rules) {
    const found = pattern.exec(said);
    if (found) return typeof meant === 'function' ? meant(...found.slice(1)) : meant;
  }
  return { message: `${said.charAt(0).toLowerCase()}${said.slice(1)}` };
}
