import { describeFaultContract, openProxyLab } from '#testkit';
import { networkLatency } from './network-latency.fault.ts';

describeFaultContract({
  fault: networkLatency,
  url: import.meta.url,
  params: { latency: '300ms', jitter: '20ms' },
  tells: ['300 ms', '± 20 ms', 'comes back'],
  refused: [
    [{}, 'latency'],
    [{ latency: '0s' }, 'latency'],
    [{ latency: '10ms', jitter: '11ms' }, 'jitter'],
    [{ latency: '10ms', direction: 'sideways' }, 'direction'],
    [{ latency: '10ms', toxicity: '101%' }, 'toxicity'],
  ],
  open: () => openProxyLab(({ firstMs }) => firstMs >= 270),
});
