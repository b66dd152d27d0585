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

export interface Capabilities {
  readonly proxy: ProxyControl;
  readonly process: ProcessControl;
  readonly endpoint: EndpointControl;
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
