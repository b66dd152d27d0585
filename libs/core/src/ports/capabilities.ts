// What drivers offer and faults ask for. A fault receives the narrowest handle that does its job, never a client.
import type { JsonObject } from '../json.ts';

export interface Toxic {
  readonly name: string;
  readonly type: string;
  readonly stream: 'upstream' | 'downstream';
  readonly toxicity: number;
  readonly attributes: Readonly<Record<string, number>>;
}

export interface ProxyState {
  readonly enabled: boolean;
  readonly listen: string;
  readonly upstream: string;
  readonly toxics: readonly Toxic[];
}

/** A TCP proxy in front of a dependency (Toxiproxy's model). Every call fails with MUS2010/MUS2011/MUS2012. */
export interface ProxyControl {
  /** Whether a toxic can carry a time limit after which the proxy removes it by itself. */
  holdsTimeLimit(): Promise<boolean>;
  read(signal: AbortSignal): Promise<ProxyState>;
  /** `ttlMs` is used only where `holdsTimeLimit`. */
  addToxic(toxic: Toxic, ttlMs: number | undefined, signal: AbortSignal): Promise<void>;
  updateToxic(toxic: Toxic, signal: AbortSignal): Promise<void>;
  /** Removing what is not there is no error. */
  removeToxic(name: string, signal: AbortSignal): Promise<void>;
  setEnabled(enabled: boolean, ttlMs: number | undefined, signal: AbortSignal): Promise<void>;
}

export interface ProcessState {
  /** undefined: not running. */
  readonly pid: number | undefined;
  /** Start time as the system tells it: with the pid, the identity of a process. */
  readonly startedAt: string | undefined;
  readonly stopped: boolean;
}

/** One local process, known by pid file, name, or because the environment file starts it. */
export interface ProcessControl {
  state(): Promise<ProcessState>;
  /** Sends a signal to exactly this process; does nothing where the pid now belongs to another one. */
  signal(
    identity: { pid: number; startedAt: string },
    signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT' | 'SIGINT',
  ): Promise<void>;
  /** Starts it, where the environment file says how; returns false where somebody else restarts it. */
  start(): Promise<boolean>;
}

/** A network address with, if need be, credentials: what clients connect to. */
export interface EndpointControl {
  readonly host: string;
  readonly port: number;
  /** The whole URL, with secrets resolved. Never journal or log it. */
  url(): Promise<string>;
}

export type ContainerStatus =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead'
  /** There is no such container any more. */
  | 'absent';

export interface ContainerState {
  readonly status: ContainerStatus;
  /** When it was started last, as the engine tells it: with the id, the identity of what runs in it. */
  readonly startedAt: string;
  /** The engine removes it as soon as it stops. */
  readonly removedWhenStopped: boolean;
}

export type ContainerDeed =
  | { readonly do: 'kill'; readonly signal: string }
  /** It is asked to end, and killed after the grace time. */
  | { readonly do: 'stop' | 'restart'; readonly graceMs: number }
  | { readonly do: 'pause' | 'remove' };

export type ContainerRepair = 'start' | 'unpause';

/** An order that was left with a watch; plain data, for undo. */
export type Order = {
  /** The watch that has it; null: nobody has. */
  readonly watch: string | null;
  readonly token: string;
};

/** What a watch does by itself once the time is over, or as soon as the owner is gone. */
export interface DeadMan<Repair> {
  readonly token: string;
  readonly afterMs: number;
  readonly repair: Repair;
}

/** One container, as its engine lets one act on it. Every call fails with MUS2010/MUS2011/MUS2012. */
export interface ContainerControl {
  /** The watch on the engine's machine that can repair by itself; undefined where there can be none. */
  watch(signal: AbortSignal): Promise<string | undefined>;
  state(signal: AbortSignal): Promise<ContainerState>;
  /** Another container of its name runs. */
  isReplaced(signal: AbortSignal): Promise<boolean>;
  /** The dead man's order is left first. */
  harm(
    deed: ContainerDeed,
    deadMan: DeadMan<ContainerRepair> | undefined,
    signal: AbortSignal,
  ): Promise<void>;
  repair(how: ContainerRepair, signal: AbortSignal): Promise<void>;
  /** Takes an order back, whoever left it. */
  dismiss(order: Order, signal: AbortSignal): Promise<void>;
}

export interface Capabilities {
  readonly proxy: ProxyControl;
  readonly process: ProcessControl;
  readonly endpoint: EndpointControl;
  readonly container: ContainerControl;
}

export type CapabilityName = keyof Capabilities;

/** What a fault acts on, as JSON: enough for another process to find it again. */
export interface Target {
  readonly driver: string;
  /** Stable identity within the driver. */
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the driver needs to find it again (the selector it was found by, an address without secrets). */
  readonly locator: JsonObject;
}
