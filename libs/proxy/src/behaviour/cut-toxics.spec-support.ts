// Toxics that cut connections or drop data: timeout, reset_peer, limit_data; and noop, toxicity and chains.
import { describe, expect, test } from '@jest/globals';
import type { Lab } from './lab.spec-support.ts';
import { joinPair, openPair, STREAMS, type Stream } from './link.spec-support.ts';
import { type Peer, Upstream } from './peer.spec-support.ts';
import { settled, until } from './until.spec-support.ts';

const SLACK_MS = 400;
const gone = (peer: Peer) => until(() => peer.ended || peer.closedAtMs !== undefined, 'the connection to go');

export function describeCutToxics(lab: Lab): void {
  describe.each(STREAMS)('toxics that cut, %s', (stream) => {
    describeTimeout(lab, stream);
    describeResetPeer(lab, stream);
    describeLimitData(lab, stream);
    describeNoop(lab, stream);
  });
  describe('toxicity and chains', () => {
    describeToxicity(lab);
    describeChains(lab);
  });
}

function describeTimeout(lab: Lab, stream: Stream): void {
  const timeout = (ms: number) =>
    lab.addToxic({ type: 'timeout', name: 't', stream, attributes: { timeout: ms } });

  test('timeout drops everything and closes after a while without data', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await timeout(200);
    const startMs = performance.now();
    sender.write('lost');
    await gone(receiver);
    await gone(sender);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(180);
    expect(performance.now() - startMs).toBeLessThan(200 + SLACK_MS);
    expect(receiver.receivedBytes).toBe(0);
  });

  test('timeout counts anew from every chunk it drops', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await timeout(400);
    const startMs = performance.now();
    await until(() => {
      sender.write('x');
      return performance.now() - startMs > 1000;
    }, 'a second of chatter');
    expect([receiver.ended, receiver.closedAtMs]).toEqual([false, undefined]);
    await gone(receiver);
  });

  test('timeout 0 holds the connection open; removing it closes the connection', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await timeout(0);
    sender.write('lost');
    receiver.write('the other way is free');
    await sender.received(21);
    expect([receiver.receivedBytes, receiver.ended, receiver.closedAtMs]).toEqual([0, false, undefined]);
    await lab.removeToxic('t');
    await gone(receiver);
    await gone(sender);
    expect(receiver.receivedBytes).toBe(0);
  });
}

function describeResetPeer(lab: Lab, stream: Stream): void {
  test.each([0, 200])('reset_peer with timeout %i resets both ends and drops the data', async (ms) => {
    const upstream = lab.keep(await Upstream.start(() => undefined, true));
    const proxy = await lab.proxy(upstream.address);
    await lab.addToxic({ type: 'reset_peer', name: 'r', stream, attributes: { timeout: ms } });
    const { sender, receiver } = await joinPair(lab, stream, proxy, upstream);
    const startMs = performance.now();
    sender.write('lost');
    await until(
      () => receiver.closedAtMs !== undefined && sender.closedAtMs !== undefined,
      'both to be reset',
    );
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(ms - 1);
    expect(performance.now() - startMs).toBeLessThan(ms + SLACK_MS);
    expect([receiver.errorCode, sender.errorCode]).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(receiver.receivedBytes).toBe(0);
  });

  test('reset_peer waits for data', async () => {
    const upstream = lab.keep(await Upstream.start(() => undefined, true));
    const proxy = await lab.proxy(upstream.address);
    await lab.addToxic({ type: 'reset_peer', name: 'r', stream, attributes: { timeout: 0 } });
    const { sender, receiver } = await joinPair(lab, stream, proxy, upstream);
    receiver.write('x');
    await sender.received(1);
    await lab.removeToxic('r');
    sender.write('alive');
    expect(await receiver.received(5)).toBe('alive');
  });

  test('reset_peer added to an open connection ends it with the next data', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await lab.addToxic({ type: 'reset_peer', name: 'r', stream });
    sender.write('lost');
    await gone(receiver);
    await gone(sender);
    expect(receiver.receivedBytes).toBe(0);
  });
}

function describeLimitData(lab: Lab, stream: Stream): void {
  const limit = (bytes: number) =>
    lab.addToxic({ type: 'limit_data', name: 'd', stream, attributes: { bytes } });

  test('limit_data passes exactly its bytes and closes', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await limit(10);
    sender.write('0123456');
    await receiver.received(7);
    expect(receiver.ended).toBe(false);
    sender.write('789abcdef');
    await gone(receiver);
    await gone(sender);
    expect(receiver.text).toBe('0123456789');
  });

  test('limit_data 0 closes at the first byte, not before', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await limit(0);
    receiver.write('x');
    await sender.received(1);
    expect(receiver.ended).toBe(false);
    sender.write('x');
    await gone(receiver);
    expect(receiver.receivedBytes).toBe(0);
  });

  test('an updated limit counts what has passed already', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await limit(100);
    sender.write('01234');
    await receiver.received(5);
    await lab.updateToxic('d', { attributes: { bytes: 8 } });
    sender.write('56789');
    await gone(receiver);
    expect(receiver.text).toBe('01234567');
  });

  test('a removed limit limits nothing', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await limit(10);
    sender.write('01234');
    await receiver.received(5);
    await lab.removeToxic('d');
    sender.write('56789abcdef');
    expect(await receiver.received(16)).toBe('0123456789abcdef');
  });
}

function describeNoop(lab: Lab, stream: Stream): void {
  test('noop changes nothing, with back-pressure as without', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await lab.addToxic({ type: 'noop', stream });
    receiver.socket.pause();
    const data = Buffer.alloc(48 * 1024 * 1024, 'noop!');
    sender.socket.write(data);
    await settled(() => sender.socket.bytesWritten - sender.socket.writableLength, 100);
    receiver.socket.resume();
    await receiver.received(data.length);
    expect(Buffer.concat(receiver.chunks).equals(data)).toBe(true);
  });

  test('a slow reader behind latency stops the sender', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await lab.addToxic({ type: 'latency', stream, attributes: { latency: 1 } });
    receiver.socket.pause();
    const block = Buffer.alloc(1024 * 1024, 1);
    for (let index = 0; index < 160; index += 1) sender.write(block);
    const taken = () => sender.socket.bytesWritten - sender.socket.writableLength;
    expect(await settled(taken, 300)).toBeLessThan(100 * block.length);
  });
}

function describeToxicity(lab: Lab): void {
  const cutShare = async (toxicity: number, connections: number) => {
    const proxy = await lab.proxy(await Upstream.echo());
    await lab.addToxic({ type: 'limit_data', toxicity, attributes: { bytes: 0 } });
    const clients = await Promise.all(Array.from({ length: connections }, () => lab.connect(proxy)));
    for (const client of clients) client.write('x');
    const decided = (client: Peer) =>
      client.receivedBytes > 0 || client.ended || client.closedAtMs !== undefined;
    await until(() => clients.every(decided), 'every connection to be decided');
    return clients.filter(({ receivedBytes }) => receivedBytes === 0).length / connections;
  };

  test('toxicity 0 spares every connection, 1 none', async () => {
    expect(await cutShare(0, 20)).toBe(0);
    await lab.clean();
    expect(await cutShare(1, 20)).toBe(1);
  });

  test('toxicity 0.5 spares about half of the connections', async () => {
    // Outside these bounds once in 10^8 runs.
    const share = await cutShare(0.5, 80);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.8);
  });
}

function describeChains(lab: Lab): void {
  test('toxics work one after the other: what latency delayed is cut by limit_data', async () => {
    const { sender, receiver } = await openPair(lab, 'downstream');
    await lab.addToxic({ type: 'latency', attributes: { latency: 100 } });
    await lab.addToxic({ type: 'limit_data', attributes: { bytes: 4 } });
    const startMs = performance.now();
    sender.write('012345');
    await gone(receiver);
    expect(receiver.text).toBe('0123');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(99);
  });

  test('removing one toxic of a chain leaves the others at work', async () => {
    const { sender, receiver } = await openPair(lab, 'upstream');
    for (const name of ['a', 'b', 'c']) await lab.addToxic({ type: 'noop', name, stream: 'upstream' });
    await lab.addToxic({ type: 'limit_data', stream: 'upstream', attributes: { bytes: 3 } });
    sender.write('0');
    await receiver.received(1);
    await lab.removeToxic('b');
    sender.write('1');
    await receiver.received(2);
    await lab.removeToxic('a');
    sender.write('2345');
    await gone(receiver);
    expect(receiver.text).toBe('012');
  });

  test('a connection opened while toxics are on gets them in order', async () => {
    const proxy = await lab.proxy(await Upstream.echo());
    await lab.addToxic({ type: 'latency', name: 'up', stream: 'upstream', attributes: { latency: 50 } });
    await lab.addToxic({ type: 'latency', name: 'down', attributes: { latency: 50 } });
    const client = await lab.connect(proxy);
    expect(await client.roundTrip('x')).toBeGreaterThanOrEqual(99);
  });
}
