// What can go wrong, by code: problems in files, errors, and the exit codes of commands.
import { errorTable, exitCodeMeanings, exitCodes } from '#core';
import { problemCodes } from '#spec';
import { page, table } from './markdown.ts';

export function errorPages(): Record<string, string> {
  return {
    'errors.md': page(
      'Errors',
      'Every message has a code that stays the same. Match on it, never on the text.',
      '## Problems in files',
      'Told all at once, each with `file:line:column`. Any of them: exit code 2.',
      table(
        ['code', 'what', 'next step'],
        Object.entries(problemCodes).map(([code, { title, hint }]) => [anchor(code), title, hint]),
      ),
      '## Errors',
      table(
        ['code', 'what', 'exit code', 'HTTP status', 'next step'],
        Object.entries(errorTable).map(([code, { title, exitCode, httpStatus, next }]) => {
          return [anchor(code), title, String(exitCode), String(httpStatus), next];
        }),
      ),
    ),
    'exit-codes.md': page('Exit codes', exitCodesTable()),
  };
}

function exitCodesTable(): string {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return table(
    ['exit code', 'meaning'],
    names.map((name) => [String(exitCodes[name]), exitCodeMeanings[name]]),
  );
}

const anchor = (code: string): string => `<a id="${code}"></a>${code}`;
