// A kind of toxic is one value of ToxicDefinition in a file of its own; a Toxic is one that somebody put on a proxy.
import type { Pipe } from '../link/pipe.ts';

export type Direction = 'upstream' | 'downstream';

/** What a toxic remembers about one connection across updates. */
export interface ConnectionMemory {
  passedBytes: number;
}

export interface ToxicDefinition<Name extends string = string> {
  readonly type: string;
  /** Names the kind in error texts, as the Toxiproxy server does. */
  readonly structName: string;
  /** Attributes in the order of the JSON answer, with the integer type that error texts name. All default to 0. */
  readonly attributes: Readonly<Record<Name, 'int' | 'int64'>>;
  /** Chunks that may wait in front of the toxic before the source is paused; default 1. */
  readonly bufferChunks?: number;
  /** Removing the toxic closes the connections it was on. */
  readonly closesOnRemoval?: boolean;
  /** When the toxic closes a connection, both ends see a TCP reset. */
  readonly resetsOnClose?: boolean;
  pipe(attributes: Readonly<Record<Name, number>>, memory: ConnectionMemory): Pipe;
}

export interface Toxic {
  readonly name: string;
  readonly definition: ToxicDefinition;
  readonly direction: Direction;
  /** The stream as it was written by the client, which may differ from `direction` in case. */
  readonly stream: string;
  attributes: Readonly<Record<string, number>>;
  /** Probability, per connection and decided anew at every update, that the toxic acts. */
  toxicity: number;
}
