// Options that several commands have.
import { InvalidArgumentError, Option } from 'commander';

export type VariableOptions = Readonly<Record<string, string>>;

/** `--var name=value`, repeatable. */
export function variableOption(): Option {
  return new Option('--var <name=value>', 'bind a variable of the files; may be repeated')
    .default({}, 'none')
    .argParser((text: string, before: VariableOptions): VariableOptions => {
      const at = text.indexOf('=');
      if (at < 1) throw new InvalidArgumentError('Expected name=value.');
      return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
    });
}

export function environmentOption(): Option {
  return new Option('--environment <name or file>', 'default: what the experiment names, else the nearest');
}

export function stateDirOption(): Option {
  return new Option('--state-dir <folder>', 'where runs are kept').env('MUSTER_STATE_DIR').default('.muster');
}
