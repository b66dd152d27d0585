import { describe, expect, test } from '@jest/globals';
import { headingsOf } from './runbook-steps.ts';

describe('headings of a runbook', () => {
  test('are known by their anchors, as Markdown viewers make them', () => {
    const markdown = [
      '# Payments is slow',
      '## Diagnose: who is it?',
      '### `pg_stat_activity` and *friends*',
      '## Find [the cause](https://example.org) ##',
      '## Über Größe',
      '#no heading',
      'text # neither',
    ].join('\n');
    expect(headingsOf(markdown)).toEqual({
      'payments-is-slow': 'Payments is slow',
      'diagnose-who-is-it': 'Diagnose: who is it?',
      'pg_stat_activity-and-friends': 'pg_stat_activity and friends',
      'find-the-cause': 'Find the cause',
      'über-größe': 'Über Größe',
    });
  });

  test('of one text are numbered', () => {
    expect(Object.keys(headingsOf('# Mend\n## Mend\n## Mend'))).toEqual(['mend', 'mend-1', 'mend-2']);
  });

  test('inside code are none', () => {
    const markdown = '# One\n```sh\n# a comment\n~~~\n# still\n```\n~~~~\n# no\n~~~\n# no\n~~~~\n# Two\r\n';
    expect(Object.keys(headingsOf(markdown))).toEqual(['one', 'two']);
  });
});
