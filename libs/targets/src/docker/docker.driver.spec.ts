import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Driver } from '#core';
import { type ContainerHost, openContainerHost } from '#testkit';
import { isSelected, isUntouchable, type ListedContainer, targetOf } from './container.selection.ts';
import { docker } from './docker.driver.ts';
import { engineAddress, hostOf, socketOf } from './engine.address.ts';
import { ownContainer } from './own.container.ts';

const soon = () => AbortSignal.timeout(20_000);
const context = { secrets: { resolve: async () => '' }, stateDir: '/nowhere', baseDir: '/nowhere' };
const open = (settings: object) => docker.open(docker.config.parse(settings), context);

describe('choosing containers', () => {
  const payments: ListedContainer = {
    Id: 'a'.repeat(64),
    Names: ['/other/alias', '/shop-payments-1'],
    Image: 'shop/payments:1.2',
    Labels: {
      role: 'api',
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'payments',
    },
    Status: 'Up 2 minutes (healthy)',
    NetworkSettings: { Networks: { shop_default: {}, metrics: {} } },
  };

  test.each([
    [{ name: 'shop-payments-1' }, true],
    [{ name: 'shop-*' }, true],
    [{ name: 'payments' }, false],
    [{ name: 'alias' }, false],
    [{ project: 'shop', service: 'payments' }, true],
    [{ project: 'shop', service: 'checkout' }, false],
    [{ label: { role: 'a*' } }, true],
    [{ label: { role: 'api', tier: '*' } }, false],
    [{ image: 'shop/payments:*' }, true],
    [{ image: 'shop/payments' }, false],
    [{ network: 'metrics' }, true],
    [{ network: 'shop' }, false],
    [{ name: '*', healthy: true }, true],
  ] as const)('%j', (selection, expected) => expect(isSelected(payments, selection)).toBe(expected));

  test('one without a health check, or starting, is not healthy', () => {
    for (const Status of ['Up 2 minutes', 'Up 2 seconds (health: starting)', 'Up 2 minutes (unhealthy)'])
      expect(isSelected({ ...payments, Status }, { name: '*', healthy: true })).toBe(false);
  });

  test.each([
    [{ 'muster.protected': '' }, true],
    [{ 'muster.protected': 'true' }, true],
    [{ 'muster.protected': 'false' }, false],
    [{ 'muster.helper': 'muster-run-1' }, true],
    [{}, false],
  ])('with the labels %j it is untouchable: %s', (Labels, expected) =>
    expect(isUntouchable({ ...payments, Labels: Labels }, undefined)).toBe(expected),
  );

  test('the container that Muster runs in is untouchable', () => {
    expect(isUntouchable(payments, 'a'.repeat(64))).toBe(true);
    const files = (given: Record<string, string>) => (file: string) => given[file] ?? '';
    const id = '0123456789abcdef'.repeat(4);
    expect(ownContainer(files({ '/proc/self/cgroup': `4:memory:/docker/${id}\n` }))).toBe(id);
    const mountinfo = `7 6 254:0 /var/lib/docker/containers/${id}/hostname /etc/hostname rw - ext4 /dev/vda rw`;
    expect(ownContainer(files({ '/proc/self/cgroup': '0::/\n', '/proc/self/mountinfo': mountinfo }))).toBe(
      id,
    );
    expect(ownContainer(files({ '/proc/self/cgroup': '0::/user.slice\n' }))).toBeUndefined();
  });

  test('a target tells image and place in Compose, and is found again by id', () => {
    expect(targetOf('docker', payments)).toEqual({
      driver: 'docker',
      id: payments.Id,
      name: 'shop-payments-1',
      labels: { image: 'shop/payments:1.2', project: 'shop', service: 'payments' },
      locator: { container: payments.Id },
    });
  });

  test('nothing given selects nothing', () => expect(docker.select.safeParse({}).success).toBe(false));
});

describe('which engine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'muster-docker-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const addContext = async (name: string, host: string, tlsFiles: readonly string[]) => {
    const id = createHash('sha256').update(name).digest('hex');
    const meta = path.join(folder, 'contexts/meta', id);
    const tls = path.join(folder, 'contexts/tls', id, 'docker');
    await mkdir(meta, { recursive: true });
    await writeFile(
      path.join(meta, 'meta.json'),
      JSON.stringify({
        Name: name,
        Metadata: {},
        Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
      }),
    );
    if (tlsFiles.length > 0) await mkdir(tls, { recursive: true });
    for (const file of tlsFiles) await writeFile(path.join(tls, file), '');
  };

  test('the environment file, DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual socket: in this order', async () => {
    await addContext('far', 'tcp://far:2376', ['ca.pem', 'cert.pem', 'key.pem']);
    await addContext('near', 'unix:///near.sock', []);
    await writeFile(path.join(folder, 'config.json'), JSON.stringify({ currentContext: 'near' }));
    const all = { DOCKER_CONFIG: folder, DOCKER_HOST: 'tcp://told:2375', DOCKER_CONTEXT: 'far' };
    const url = (settings: object, variables: object) => engineAddress(settings, { ...variables }).url;
    expect(url({ host: 'tcp://given:1' }, all)).toBe('tcp://given:1');
    expect(url({ context: 'near' }, all)).toBe('unix:///near.sock');
    expect(url({}, all)).toBe('tcp://told:2375');
    expect(url({}, { ...all, DOCKER_HOST: '' })).toBe('tcp://far:2376');
    expect(url({}, { DOCKER_CONFIG: folder })).toBe('unix:///near.sock');
    expect(url({}, { DOCKER_CONFIG: '/nowhere' })).toMatch(/^unix:\/\/.*docker\.sock$/);
    expect(url({ context: 'default' }, all)).toMatch(/^unix:/);
  });

  test('TLS: the files of the context, of DOCKER_CERT_PATH, or those given', async () => {
    await addContext('far', 'tcp://far:2376', ['ca.pem', 'cert.pem', 'key.pem']);
    const far = engineAddress({ context: 'far' }, { DOCKER_CONFIG: folder });
    expect(far.tls?.ca).toMatch(/ca\.pem$/);
    const told = {
      DOCKER_HOST: 'told:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: path.dirname(far.tls?.ca ?? ''),
    };
    expect(engineAddress({}, told)).toEqual({ url: 'tcp://told:2376', tls: far.tls });
    expect(engineAddress({}, { ...told, DOCKER_TLS_VERIFY: '' }).tls).toBeUndefined();
    expect(engineAddress({ host: 'tcp://x:1', tls: { ca: 'a' } }, told).tls).toEqual({ ca: 'a' });
  });

  test('a context that is not there has a code', () => {
    expect(() => engineAddress({ context: 'gone' }, { DOCKER_CONFIG: folder })).toThrow(
      expect.objectContaining({ code: 'MUS2010', message: expect.stringContaining('docker context gone') }),
    );
  });

  test('a remote engine is a host to be allowed, a local one is none', () => {
    expect(docker.hosts(docker.config.parse({ host: 'ssh://ops@engine:22' }), {})).toEqual(['engine']);
    expect(docker.hosts(docker.config.parse({ host: 'tcp://[::1]:2375' }), {})).toEqual(['::1']);
    expect(docker.hosts(docker.config.parse({ host: 'unix:///x.sock' }), {})).toEqual([]);
    expect(hostOf({ url: 'npipe:////./pipe/docker_engine', tls: undefined })).toBeUndefined();
    expect(socketOf({ url: 'unix:///x.sock', tls: undefined })).toBe('/x.sock');
    expect(socketOf({ url: 'tcp://x:1', tls: undefined })).toBeUndefined();
  });

  test.each([{ host: '/var/run/docker.sock' }, { host: 'unix:///x', context: 'y' }])(
    '%j is refused',
    (settings) => expect(docker.config.safeParse(settings).success).toBe(false),
  );
});

describe('an engine', () => {
  let host: ContainerHost;
  let driver: Driver;
  const names = ['muster-t-one', 'muster-t-two', 'muster-t-protected'];
  beforeAll(async () => {
    host = await openContainerHost();
    driver = await open(host.config);
    await host.create({
      name: names[0]!,
      labels: { role: 'muster-t', 'com.docker.compose.service': 'payments' },
    });
    await host.create({ name: names[1]!, labels: { role: 'muster-t' } });
    await host.create({ name: names[2]!, labels: { role: 'muster-t', 'muster.protected': 'true' } });
  });
  afterAll(async () => {
    await driver.close();
    await Promise.all(names.map((name) => host.remove(name)));
    await host.close();
  });
  const found = async (selection: object) => (await driver.find(selection, soon())).map(({ name }) => name);

  test('finds what runs, but what is protected', async () => {
    expect((await found({ label: { role: 'muster-t' } })).toSorted()).toEqual(names.slice(0, 2));
    expect(await found({ label: { role: 'muster-t' }, service: 'payments' })).toEqual([names[0]]);
    expect(await found({ name: 'muster-t-protected' })).toEqual([]);
  });

  test('tells the state of a container, and of one that is gone', async () => {
    const [target] = await driver.find({ name: names[0] }, soon());
    const state = await driver.handle('container', target!).state(soon());
    expect(state).toEqual({
      status: 'running',
      startedAt: expect.stringMatching(/^20/),
      removedWhenStopped: false,
    });
    const gone = { ...target!, locator: { container: 'f'.repeat(64) } };
    expect(await driver.handle('container', gone).state(soon())).toMatchObject({ status: 'absent' });
    const removed = driver.handle('container', gone).harm({ do: 'remove' }, undefined, soon());
    await expect(removed).rejects.toMatchObject({
      code: 'MUS2011',
      message: expect.stringMatching(
        /^Docker answered 404 to: remove container muster-t-one: No such container/,
      ),
    });
  });

  test('without the helper image there is no watch', async () => {
    const bare = await open({ ...host.config, helperImage: 'no-such-image:1' });
    const [target] = await bare.find({ name: names[0] }, soon());
    expect(await bare.handle('container', target!).watch(soon())).toBeUndefined();
    await bare.close();
  });
});

describe('what goes wrong has a code', () => {
  test('nobody listens', async () => {
    const nobody = await open({ host: 'unix:///nowhere/docker.sock' });
    await expect(nobody.find({ name: '*' }, soon())).rejects.toMatchObject({
      code: 'MUS2010',
      message: expect.stringContaining('unix:///nowhere/docker.sock'),
    });
    await nobody.close();
  });

  test('somebody listens and says nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'muster-silent-'));
    const socket = path.join(folder, 's.sock');
    const silent = createServer(() => undefined).listen(socket);
    await once(silent, 'listening');
    const slow = await open({ host: `unix://${socket}`, timeout: '50ms' });
    await expect(slow.find({ name: '*' }, soon())).rejects.toMatchObject({
      code: 'MUS2012',
      message: `Docker at unix://${socket} did not answer within 50 ms to: list containers`,
    });
    const patient = await open({ host: `unix://${socket}` });
    await expect(patient.find({ name: '*' }, AbortSignal.timeout(50))).rejects.toMatchObject({
      code: 'MUS2012',
    });
    await slow.close();
    await patient.close();
    silent.close();
    await rm(folder, { recursive: true });
  });

  test('another capability', async () => {
    const driver = await open({ host: 'unix:///nowhere/docker.sock' });
    const target = { driver: 'docker', id: 'a', name: 'a', labels: {}, locator: { container: 'a' } };
    expect(() => driver.handle('process', target)).toThrow('target a offers container, not process');
    await driver.close();
  });
});
