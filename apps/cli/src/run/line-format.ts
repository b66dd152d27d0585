// Lines of a run as text: a mark, a label in a column of its own, what happened.
import type { Style } from '../io/style.ts';
import type { Line, Mark } from './run-lines.ts';

const labelWidth = 12;

const marks: Readonly<Record<Mark, readonly [string, Parameters<Style>[0]]>> = {
  good: ['✔', 'green'],
  bad: ['✖', 'red'],
  now: ['●', 'yellow'],
  note: ['○', 'dim'],
};

export function formatLine(line: Line, style: Style): string {
  const [mark, colour] = marks[line.mark];
  const aside = line.aside === undefined || line.aside === '' ? '' : `   ${style('dim', `(${line.aside})`)}`;
  return `${style(colour, mark)} ${style('bold', line.label.padEnd(labelWidth))}${line.text}${aside}`;
}
