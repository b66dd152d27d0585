/** A proxy as it is given on the command line. */
export interface ProxySpec {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
}
