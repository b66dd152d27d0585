import { describeFaultContract, openProxyLab } from '#testkit';
import { networkBandwidth } from './network-bandwidth.fault.ts';

describeFaultContract({
  fault: networkBandwidth,
  url: import.meta.url,
  params: { rate: '2KB' },
  tells: ['2 KB per second'],
  refused: [
    [{}, 'rate'],
    [{ rate: '999B' }, 'rate'],
    [{ rate: '64' }, 'rate'],
  ],
  open: () => openProxyLab(({ closedMs }) => closedMs >= 450),
});
