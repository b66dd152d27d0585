// The real Docker: an engine of the lab's own, with images made from what is on this machine.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { startEngine } from './docker/engine.ts';
import { imagePrograms, provideImages } from './docker/images.ts';
import { installMissing } from './docker/packages.ts';
import type { Bringing, LabPart } from './lab-part.ts';

export const dockerPart: LabPart = {
  name: 'docker',
  summary: 'a Docker engine of its own, images made here',
  suites: ['libs/targets/src/docker', 'libs/faults/src/container-'],
  async up(say) {
    const reason = whyNot();
    if (reason !== undefined) return { unavailable: reason };
    try {
      return await bringUp(say);
    } catch (error) {
      return { unavailable: error instanceof Error ? error.message : String(error) };
    }
  },
};

function whyNot(): string | undefined {
  if (process.platform !== 'linux') return `it needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'it needs root, to run an engine of its own';
  if (!existsSync('/usr/bin/apt-get')) return "it needs Debian's packages, and apt-get is not here";
  return undefined;
}

async function bringUp(say: (line: string) => void): Promise<Bringing> {
  await installMissing({ '/usr/sbin/dockerd': 'docker.io', ...imagePrograms }, say);
  const cache = process.env.MUSTER_CACHE ?? path.join(homedir(), '.cache', 'muster');
  const engine = await startEngine(path.join(cache, 'lab-docker'), say);
  if ('unavailable' in engine) return engine;
  try {
    await provideImages(engine.docker, say);
  } catch (error) {
    await engine.down();
    throw error;
  }
  return { env: { MUSTER_LAB_DOCKER: `unix://${engine.socket}` }, down: () => engine.down() };
}
