// Toxics that make data late: latency, bandwidth, slicer, slow_close.
import { describe, expect, test } from '@jest/globals';
import type { Lab } from './lab.spec-support.ts';
import { openPair, STREAMS, type Stream } from './link.spec-support.ts';
import { until } from './until.spec-support.ts';

/** Timers may be late on a busy machine, but never by this much. */
const SLACK_MS = 400;
const LONG_MS = 3_600_000;

export function describeDelayToxics(lab: Lab): void {
  describe.each(STREAMS)('toxics that delay, %s', (stream) => {
    describeLatency(lab, stream);
    describeLatencyOrder(lab, stream);
    describeLatencyChanges(lab, stream);
    describeBandwidth(lab, stream);
    describeSlicer(lab, stream);
    describeSlowClose(lab, stream);
  });
}

function latencyAdder(lab: Lab, stream: Stream) {
  return (ms: number, jitter = 0, name = 'l') =>
    lab.addToxic({ type: 'latency', name, stream, attributes: { latency: ms, jitter } });
}

function describeLatency(lab: Lab, stream: Stream): void {
  const latency = latencyAdder(lab, stream);

  test('latency delays, on a connection that was already open', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(100);
    for (let round = 0; round < 3; round += 1) {
      const startMs = performance.now();
      sender.write('x');
      await receiver.received(round + 1);
      const tookMs = performance.now() - startMs;
      expect(tookMs).toBeGreaterThanOrEqual(99);
      expect(tookMs).toBeLessThan(100 + SLACK_MS);
    }
  });

  test('latency leaves the other direction alone', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(LONG_MS);
    receiver.write('x');
    await sender.received(1);
  });

  test('latency does not hold back what follows: many chunks are late together', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(200);
    const startMs = performance.now();
    for (let index = 0; index < 50; index += 1) {
      sender.write('x');
      await new Promise(setImmediate);
    }
    await receiver.received(50);
    expect(performance.now() - startMs).toBeLessThan(200 + SLACK_MS);
  });
}

function describeLatencyOrder(lab: Lab, stream: Stream): void {
  const latency = latencyAdder(lab, stream);

  test('jitter varies the latency within its bounds and keeps the order', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(60, 40);
    let expected = '';
    for (let index = 0; index < 10; index += 1) {
      const startMs = performance.now();
      sender.write(String(index));
      sender.write(',');
      expected += `${index},`;
      await receiver.received(expected.length);
      const tookMs = performance.now() - startMs;
      expect(tookMs).toBeGreaterThanOrEqual(19);
      expect(tookMs).toBeLessThan(100 + SLACK_MS);
    }
    expect(receiver.text).toBe(expected);
  });

  test('latencies in a chain add up', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(80);
    await latency(120, 0, 'm');
    const startMs = performance.now();
    sender.write('x');
    await receiver.received(1);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(199);
    expect(performance.now() - startMs).toBeLessThan(200 + SLACK_MS);
  });

  test('the end of the stream comes after the data that is late', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await latency(100);
    sender.socket.end('late');
    await until(() => receiver.ended, 'the end');
    expect(receiver.text).toBe('late');
  });
}

function describeLatencyChanges(lab: Lab, stream: Stream): void {
  const change: readonly [string, (lab: Lab) => Promise<unknown>][] = [
    ['updated', (lab) => lab.updateToxic('l', { attributes: { latency: 0 } })],
    ['removed', (lab) => lab.removeToxic('l')],
    ['reset', (lab) => lab.call('POST', '/reset')],
  ];
  test.each(change)('what latency holds back passes at once when it is %s', async (_, apply) => {
    const { sender, receiver } = await openPair(lab, stream);
    await lab.addToxic({ type: 'latency', name: 'l', stream, attributes: { latency: LONG_MS } });
    sender.write('first,');
    await new Promise(setImmediate);
    sender.write('second,');
    // The other way is free: when this is through, the proxy has most likely read the above as well.
    receiver.write('x');
    await sender.received(1);
    expect(receiver.receivedBytes).toBe(0);
    await apply(lab);
    expect(await receiver.received(13)).toBe('first,second,');
    sender.write('third');
    expect(await receiver.received(18)).toBe('first,second,third');
  });
}

function describeBandwidth(lab: Lab, stream: Stream): void {
  const bandwidth = (rate: number) =>
    lab.addToxic({ type: 'bandwidth', name: 'b', stream, attributes: { rate } });

  test('bandwidth limits the rate, in steps of 100 ms', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await bandwidth(100);
    const startMs = performance.now();
    sender.write(Buffer.alloc(50_000, 1));
    await receiver.received(10_000);
    expect(performance.now() - startMs).toBeLessThan(100 + SLACK_MS);
    await receiver.received(50_000);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(490);
    expect(performance.now() - startMs).toBeLessThan(500 + SLACK_MS);
  });

  test('bandwidth 0 lets nothing through until it is updated', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await bandwidth(0);
    sender.write('patience');
    receiver.write('x');
    await sender.received(1);
    expect(receiver.receivedBytes).toBe(0);
    await lab.updateToxic('b', { attributes: { rate: 1000 } });
    expect(await receiver.received(8)).toBe('patience');
  });

  test('removing bandwidth releases what waits, in order', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await bandwidth(1);
    const data = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    sender.write(data);
    await receiver.received(100);
    await lab.removeToxic('b');
    await receiver.received(data.length);
    expect(Buffer.concat(receiver.chunks).equals(data)).toBe(true);
  });
}

function describeSlicer(lab: Lab, stream: Stream): void {
  test('slicer cuts data into delayed pieces and loses none', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    const attributes = { average_size: 100, size_variation: 20, delay: 10_000 };
    await lab.addToxic({ type: 'slicer', name: 's', stream, attributes });
    const data = Buffer.from(Array.from({ length: 2_000 }, (_, index) => index % 251));
    const startMs = performance.now();
    sender.write(data);
    await receiver.received(data.length);
    const tookMs = performance.now() - startMs;
    expect(Buffer.concat(receiver.chunks).equals(data)).toBe(true);
    expect(receiver.chunks.length).toBeGreaterThan(10);
    expect(Math.max(...receiver.chunks.map(({ length }) => length))).toBeLessThan(1000);
    expect(tookMs).toBeGreaterThan(100);
    expect(tookMs).toBeLessThan(640 + SLACK_MS);
  });

  test('removing slicer passes the rest at once', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    const attributes = { average_size: 10, size_variation: 0, delay: 100_000 };
    await lab.addToxic({ type: 'slicer', name: 's', stream, attributes });
    const data = Buffer.alloc(5_000, 'abcdefg');
    sender.write(data);
    await receiver.received(1);
    await lab.removeToxic('s');
    expect(await receiver.received(data.length)).toBe(data.toString());
  });
}

function describeSlowClose(lab: Lab, stream: Stream): void {
  const slowClose = (delay: number) =>
    lab.addToxic({ type: 'slow_close', name: 'c', stream, attributes: { delay } });

  test('slow_close passes data at once and the end late', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await slowClose(600);
    const startMs = performance.now();
    sender.socket.end('bye');
    await receiver.received(3);
    expect((receiver.firstByteAtMs ?? 0) - startMs).toBeLessThan(590);
    await until(() => receiver.ended, 'the end');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(599);
    expect(performance.now() - startMs).toBeLessThan(600 + SLACK_MS);
  });

  test('removing slow_close closes what waits', async () => {
    const { sender, receiver } = await openPair(lab, stream);
    await slowClose(LONG_MS);
    sender.socket.end('bye');
    await receiver.received(3);
    await lab.removeToxic('c');
    await until(() => receiver.ended, 'the end');
  });
}
