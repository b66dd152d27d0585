// A document after loading: checked, with its values read, and with the place of every value kept for messages.
import type { Environment } from '../environment/environment.schema.ts';
import type { Experiment } from '../experiment/experiment.schema.ts';
import type { Problem, ProblemCode } from '../problem.ts';
import type { Service } from '../service/service.schema.ts';

export type DocumentValue = Experiment | Environment | Service;
export type Path = readonly (string | number)[];

/** Where in which file; `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Located<T> {
  readonly value: T;
  readonly file: string;
  /** Place of the value at a path, or of its nearest parent that is written down. */
  place(path: Path): Place;
  /** A problem at a path, for checks that come after the schema. */
  problem(path: Path, code: ProblemCode, message: string, hint?: string): Problem;
}

export const formatPlace = (place: Place): string => `${place.file}:${place.line}`;
