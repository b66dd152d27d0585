// What a proxy does without toxics: passes bytes, ends, resets and back-pressure on.
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Lab, ProxyBody } from './lab.spec-support.ts';
import { connectTo, type Peer, Upstream } from './peer.spec-support.ts';
import { settled, until } from './until.spec-support.ts';

export const STREAMS = ['upstream', 'downstream'] as const;
export type Stream = (typeof STREAMS)[number];

export interface Pair {
  readonly sender: Peer;
  readonly receiver: Peer;
  readonly proxy: ProxyBody;
}

/** A connection through proxy "p", its ends named by the stream that a test looks at. */
export async function openPair(lab: Lab, stream: Stream, proxy?: ProxyBody): Promise<Pair> {
  const upstream = lab.keep(await Upstream.start(() => undefined, true));
  const used = proxy ?? (await lab.proxy(upstream.address));
  return joinPair(lab, stream, used, upstream);
}

export async function joinPair(
  lab: Lab,
  stream: Stream,
  proxy: ProxyBody,
  upstream: Upstream,
): Promise<Pair> {
  const index = upstream.peers.length;
  const client = await lab.connect(proxy);
  const server = await upstream.peer(index);
  return stream === 'upstream'
    ? { sender: client, receiver: server, proxy }
    : { sender: server, receiver: client, proxy };
}

export function describeLinks(lab: Lab): void {
  describe.each(STREAMS)('a link %s', (stream) => {
    describeData(lab, stream);
    describeEnds(lab, stream);
    describePressure(lab, stream);
  });
  describe('connections', () => describeConnections(lab));
}

function describeData(lab: Lab, stream: Stream): void {
  test('passes 16 MiB unchanged, then the end', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    const data = randomBytes(16 * 1024 * 1024);
    sender.socket.end(data);
    await until(() => receiver.ended, 'the end');
    const hash = (parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    expect(hash(receiver.chunks)).toBe(hash([data]));
  });
}

function describeEnds(lab: Lab, stream: Stream): void {
  test('an ended sender ends the receiver, and the whole connection with it', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    sender.socket.end('last words');
    await until(() => receiver.ended, 'the end at the receiver');
    expect(receiver.text).toBe('last words');
    await until(() => sender.ended, 'the end at the sender');
  });

  test('a reset sender closes the receiver', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    sender.write('x');
    await receiver.received(1);
    sender.socket.resetAndDestroy();
    await until(() => receiver.ended || receiver.closedAtMs !== undefined, 'the receiver to notice');
  });

  test('a closed receiver closes the sender', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    receiver.socket.destroy();
    await until(() => sender.ended || sender.closedAtMs !== undefined, 'the sender to notice');
  });
}

function describePressure(lab: Lab, stream: Stream): void {
  test('a slow reader stops the sender instead of filling memory, and loses nothing', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    receiver.socket.pause();
    const block = Buffer.alloc(1024 * 1024, 1);
    const goalBytes = 64 * block.length;
    for (let sent = 0; sent < goalBytes; sent += block.length) sender.write(block);
    // What the sender could get rid of sits in kernel buffers and in the proxy.
    const taken = () => sender.socket.bytesWritten - sender.socket.writableLength;
    expect(await settled(taken, 300)).toBeLessThan(goalBytes / 2);
    receiver.socket.resume();
    await receiver.received(goalBytes);
    expect(receiver.receivedBytes).toBe(goalBytes);
  });
}

function describeConnections(lab: Lab): void {
  test('a client of an upstream that refuses is accepted and closed', async () => {
    const closed = await Upstream.sink();
    closed.close();
    const client = await lab.connect(await lab.proxy(closed.address));
    await until(() => client.ended || client.closedAtMs !== undefined, 'the client to notice');
  });

  test.each([
    'nonsense',
    '127.0.0.1:99999',
    '127.0.0.1:no-such-port',
    '127.0.0.1:1.5',
    '[::1',
    'a b:80',
    '-:1',
  ])('a client of the upstream %j, which is no address, is accepted and closed', async (address) => {
    const client = await lab.connect(await lab.proxy(address));
    await until(() => client.ended || client.closedAtMs !== undefined, 'the client to notice');
  });

  test('many connections at once do not mix', async () => {
    const proxy = await lab.proxy(await Upstream.echo());
    const clients = await Promise.all(Array.from({ length: 50 }, () => lab.connect(proxy)));
    await Promise.all(clients.map((client, index) => client.roundTrip(`message of client ${index}`)));
    expect(clients.map(({ text }) => text)).toEqual(clients.map((_, index) => `message of client ${index}`));
  });

  test.each([
    ['disabling', (lab: Lab) => lab.call('PATCH', '/proxies/p', { enabled: false })],
    ['a new upstream', (lab: Lab) => lab.call('PATCH', '/proxies/p', { upstream: '127.0.0.1:9' })],
    ['deleting', (lab: Lab) => lab.call('DELETE', '/proxies/p')],
  ])('%s closes open connections on both sides', async (_, change) => {
    const { sender, receiver } = await openPair(lab, 'upstream');
    await change(lab);
    for (const peer of [sender, receiver]) {
      await until(() => peer.ended || peer.closedAtMs !== undefined, 'both sides to notice');
    }
  });

  test('a disabled proxy refuses connections until it is enabled', async () => {
    const proxy = await lab.proxy(await Upstream.echo());
    await lab.call('PATCH', '/proxies/p', { enabled: false });
    await expect(connectTo(proxy.listen)).rejects.toThrow('ECONNREFUSED');
    await lab.call('PATCH', '/proxies/p', { enabled: true });
    await (await lab.connect(proxy)).roundTrip('back');
  });
}
