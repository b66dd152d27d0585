// The container that Muster itself runs in, so that it never harms itself.
import { readFileSync } from 'node:fs';

/** Its id, as the kernel shows it to those inside: in the cgroup (v1), or where the engine mounts /etc/hostname (v2). */
export function ownContainer(read: (file: string) => string = readOrNothing): string | undefined {
  const inCgroup = /^\d+:[^:]*:.*\b([0-9a-f]{64})\b/m.exec(read('/proc/self/cgroup'))?.[1];
  return (
    inCgroup ??
    /\/containers\/([0-9a-f]{64})\/(?:hostname|hosts|resolv)/.exec(read('/proc/self/mountinfo'))?.[1]
  );
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
