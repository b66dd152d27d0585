// A container of the fake engine: its state, and how the engine's API shows it.
import { createHash } from 'node:crypto';

export interface FakeEndpoint {
  readonly NetworkID: string;
  readonly IPAMConfig: { readonly IPv4Address?: string } | null;
  readonly Links: null;
  readonly Aliases: readonly string[] | null;
  readonly DriverOpts: null;
  readonly EndpointID: string;
  readonly IPAddress: string;
}

export interface FakeHostConfig {
  readonly AutoRemove?: boolean;
  readonly NetworkMode?: string;
  readonly PidMode?: string;
  readonly Binds?: readonly string[];
  readonly Mounts?: readonly { readonly Source: string; readonly Target: string }[];
}

export interface FakeConfig {
  readonly Image: string;
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly HostConfig?: FakeHostConfig;
}

export class FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly config: FakeConfig;
  readonly endpoints = new Map<string, FakeEndpoint>();
  status: 'created' | 'running' | 'paused' | 'exited' = 'created';
  exitCode = 0;
  startedAt = '0001-01-01T00:00:00Z';

  constructor(name: string, config: FakeConfig, nth: number) {
    this.id = createHash('sha256').update(`${name} ${nth}`).digest('hex');
    this.name = name;
    this.config = config;
  }

  get autoRemove(): boolean {
    return this.config.HostConfig?.AutoRemove ?? false;
  }

  /** GET /containers/json */
  listed(): object {
    return {
      Id: this.id,
      Names: [`/${this.name}`],
      Image: this.config.Image,
      Labels: this.config.Labels ?? {},
      State: this.status,
      Status: this.status === 'running' ? 'Up 3 seconds (healthy)' : 'Exited (0) 3 seconds ago',
      NetworkSettings: { Networks: Object.fromEntries(this.endpoints) },
    };
  }

  /** GET /containers/ID/json */
  inspected(): object {
    const { status, exitCode, startedAt, config } = this;
    return {
      Id: this.id,
      Name: `/${this.name}`,
      Image: config.Image,
      State: {
        Status: status,
        Running: status === 'running' || status === 'paused',
        Paused: status === 'paused',
        Pid: status === 'running' ? 4711 : 0,
        ExitCode: exitCode,
        StartedAt: startedAt,
      },
      RestartCount: 0,
      Config: { Image: config.Image, Labels: config.Labels ?? {}, Env: config.Env ?? [] },
      HostConfig: { AutoRemove: false, NetworkMode: 'default', ...config.HostConfig },
      NetworkSettings: { Networks: Object.fromEntries(this.endpoints) },
    };
  }
}
