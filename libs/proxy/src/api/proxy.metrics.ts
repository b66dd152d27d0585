// Byte counters per proxy and direction, and their Prometheus text. The links count into plain numbers; Prometheus
// objects are only made when somebody asks.
import { Counter, Registry } from 'prom-client';
import type { ByteCounter } from '../link/link.ts';
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import type { Direction } from '../toxics/toxic.ts';

const LABELS = ['direction', 'listener', 'proxy', 'upstream'] as const;
type Labels = Record<(typeof LABELS)[number], string>;

export class ProxyMetrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #counters = new Map<string, ByteCounter & { readonly labels: Labels }>();

  counterOf(proxy: FaultProxy, direction: Direction): ByteCounter {
    const labels: Labels = { direction, listener: proxy.listen, proxy: proxy.name, upstream: proxy.upstream };
    const key = JSON.stringify(labels);
    const known = this.#counters.get(key);
    if (known !== undefined) return known;
    const created = { received: 0, sent: 0, labels };
    this.#counters.set(key, created);
    return created;
  }

  async text(): Promise<string> {
    const registry = new Registry();
    const make = (name: string, help: string) =>
      new Counter({ name, help, labelNames: LABELS, registers: [registry] });
    const received = make('toxiproxy_proxy_received_bytes_total', 'Bytes read from the source of a link');
    const sent = make('toxiproxy_proxy_sent_bytes_total', 'Bytes written to the destination of a link');
    for (const counter of this.#counters.values()) {
      received.inc(counter.labels, counter.received);
      sent.inc(counter.labels, counter.sent);
    }
    return registry.metrics();
  }
}
