// Options of every proxied socket, both ends.

export const SOCKET_OPTIONS = {
  /** The links decide when an ended direction closes the other one. */
  allowHalfOpen: true,
  /** A proxy must not hold small packets back. */
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 15_000,
  /** Bytes that may wait in user space for a slow reader before its source is paused. */
  highWaterMark: 256 * 1024,
} as const;

/** Per connection to an upstream. */
export const READ_BUFFER_BYTES = 256 * 1024;
