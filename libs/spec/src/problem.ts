// What is wrong with a file that a user wrote: always all of it at once, each with a place, a stable code and a hint.

export const problemCodes = {
  MUS1001: { title: 'file cannot be read', hint: 'Check the path and the permissions.' },
  MUS1002: { title: 'not valid YAML', hint: 'Fix the syntax at the place named.' },
  MUS1003: { title: 'nothing in the file', hint: 'Start from `muster init` or an example.' },
  MUS1004: { title: 'file too large', hint: 'A file may have up to 1 MiB: split it.' },
  MUS1005: { title: 'not a text file', hint: 'Save it as UTF-8 text without control characters.' },
  MUS1006: { title: 'duplicate key', hint: 'Remove one of the two.' },
  MUS1007: {
    title: 'too many aliases or levels',
    hint: 'Write the values out: at most 100 aliases and 64 levels.',
  },
  MUS1008: {
    title: 'unknown kind of document',
    hint: 'kind is Experiment, Environment or Service; apiVersion is muster/v1.',
  },
  MUS1010: { title: 'missing key', hint: 'Add the key.' },
  MUS1011: { title: 'unknown key', hint: 'Remove it or correct its name.' },
  MUS1012: { title: 'wrong type', hint: 'Give a value of the type named.' },
  MUS1013: { title: 'value not allowed', hint: 'Write what the message allows.' },
  MUS1014: {
    title: 'quantity without a valid unit',
    hint: 'Write a duration as 250ms, 2s, 1m30s or 1h; a percentage as 5%, an amount of data as 64KB.',
  },
  MUS1020: {
    title: 'variable without a value',
    hint: 'Bind it with --var name=value, or under variables of the experiment or the environment.',
  },
  MUS1021: { title: 'malformed variable', hint: 'Write ${name}; write $${ for a literal ${.' },
  MUS1022: { title: 'variables refer to each other in a circle', hint: 'Give one of them a plain value.' },
  MUS1030: { title: 'unknown fault, probe or driver', hint: '`muster catalogue` lists what there is.' },
  MUS1031: { title: 'refers to something that is not defined', hint: 'Define it or correct the name.' },
  MUS1032: { title: 'name used twice', hint: 'Give each a name of its own.' },
  MUS1033: { title: 'faults wait for each other in a circle', hint: 'Break the circle of `after`.' },
  MUS1034: {
    title: 'fault and target do not fit',
    hint: 'Choose a driver that offers what the fault needs (`muster catalogue`).',
  },
  MUS1035: { title: 'abort rule that can never fire', hint: 'Lower the threshold or lengthen the window.' },
  MUS1036: { title: 'faults conflict on one target', hint: 'Run them one after the other (`after`).' },
  MUS1037: { title: 'times do not fit together', hint: 'Correct the shorter or the longer of the two.' },
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** One thing wrong with a file. `line` and `column` count from 1 and point at the key or value meant. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document, e.g. `spec.faults[0].with.latency`; empty for the document itself. */
  readonly path: string;
}

/** `file:line:column code message (hint)`, the form in which every command prints a problem. */
export function formatProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return `${place} ${problem.code} ${problem.message}\n    ${problem.hint}`;
}
