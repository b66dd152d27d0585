// The images of the lab, made without a registry: laid out from this machine's programs, packed and imported.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Docker from 'dockerode';
import { type Contents, fingerprint, layOut } from './root-filesystem.ts';

interface LabImage {
  readonly name: string;
  readonly contents: Contents;
  /** As in a Dockerfile. */
  readonly changes: readonly string[];
}

/** The programs that the images need, and the Debian package that has each. */
export const imagePrograms: Readonly<Record<string, string>> = {
  '/bin/busybox': 'busybox-static',
  '/usr/bin/redis-server': 'redis-server',
  '/usr/bin/curl': 'curl',
  '/usr/sbin/nft': 'nftables',
  '/usr/sbin/tc': 'iproute2',
  '/usr/lib/postgresql': 'postgresql',
};

const TAG = '1';
const INPUTS_LABEL = 'muster.lab.inputs';
/** What initdb loads; the just-in-time compiler alone would bring 100 MB. */
const POSTGRES_LIBRARIES = /^(dict_snowball|plpgsql|libpqwalreceiver|pg_stat_statements|.+_and_.+)\.so$/;
const POSTGRES_START =
  '[ -s "$PGDATA/PG_VERSION" ] || initdb -A trust -E UTF8 --locale=C >/dev/null; ' +
  'echo "host all all all trust" >> "$PGDATA/pg_hba.conf"; ' +
  "exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c fsync=off";

/** Imports what is missing or was made from other programs. */
export async function provideImages(docker: Docker, say: (line: string) => void): Promise<void> {
  for (const image of await labImages()) {
    const inputs = `${await fingerprint(image.contents)} ${image.changes.join(' ')}`;
    const known = await docker
      .getImage(`${image.name}:${TAG}`)
      .inspect()
      .catch(() => undefined);
    if (known?.Config.Labels?.[INPUTS_LABEL] === inputs) continue;
    say(`making image ${image.name}:${TAG}`);
    await importImage(docker, image, inputs);
  }
}

async function labImages(): Promise<readonly LabImage[]> {
  return [
    { name: 'muster.lab/busybox', contents: { programs: [] }, changes: ['CMD ["/bin/sh"]'] },
    {
      name: 'muster.lab/node',
      contents: { programs: [process.execPath] },
      changes: [`ENV PATH=${path.dirname(process.execPath)}:/bin`, 'CMD ["node"]'],
    },
    {
      name: 'muster.lab/redis',
      contents: { programs: ['/usr/bin/redis-server', '/usr/bin/redis-cli'] },
      changes: ['CMD ["redis-server","--save","","--protected-mode","no"]', 'EXPOSE 6379'],
    },
    await postgresImage(),
    {
      // What the Dockerfile of the docker driver builds where there is a registry.
      name: 'muster-helper',
      // The shell of busybox would take its own tc instead of the real one.
      contents: {
        programs: ['/bin/dash', '/usr/sbin/nft', '/usr/sbin/tc', '/usr/bin/curl', '/usr/bin/prlimit'],
        links: { '/bin/sh': 'dash' },
      },
      changes: ['CMD ["/bin/sh"]'],
    },
  ];
}

async function postgresImage(): Promise<LabImage> {
  const versions = (await readdir('/usr/lib/postgresql')).toSorted((a, b) => Number(b) - Number(a));
  const home = path.join('/usr/lib/postgresql', versions[0] ?? '');
  const libraries = (await readdir(path.join(home, 'lib'))).filter((name) => POSTGRES_LIBRARIES.test(name));
  return {
    name: 'muster.lab/postgres',
    contents: {
      programs: [
        ...['postgres', 'initdb', 'psql'].map((name) => path.join(home, 'bin', name)),
        ...libraries.map((name) => path.join(home, 'lib', name)),
      ],
      files: [path.join('/usr/share/postgresql', versions[0] ?? ''), '/usr/share/zoneinfo'],
      texts: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\npostgres:x:70:70::/tmp:/bin/sh\n' },
    },
    changes: [
      `ENV PATH=${home}/bin:/bin PGDATA=/tmp/data`,
      'USER 70:70',
      `CMD ${JSON.stringify(['/bin/sh', '-c', POSTGRES_START])}`,
      'EXPOSE 5432',
    ],
  };
}

async function importImage(docker: Docker, image: LabImage, inputs: string): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'muster-lab-image-'));
  try {
    await layOut(root, image.contents);
    const tar = spawn('tar', ['-c', '-C', root, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const changes = [...image.changes, `LABEL ${INPUTS_LABEL}=${JSON.stringify(inputs)}`];
    const options = { repo: image.name, tag: TAG, changes };
    const answer = await docker.importImage(tar.stdout, options as object);
    await once(answer.resume(), 'end');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
