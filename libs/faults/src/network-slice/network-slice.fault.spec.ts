import { describeFaultContract, openProxyLab } from '#testkit';
import { networkSlice } from './network-slice.fault.ts';

describeFaultContract({
  fault: networkSlice,
  url: import.meta.url,
  params: { averageSize: '100B', variation: '10B', delay: '20ms' },
  tells: ['100 B ± 10 B', '20 ms apart'],
  refused: [
    [{}, 'averageSize'],
    [{ averageSize: '0B' }, 'averageSize'],
    [{ averageSize: '10B', variation: '10B' }, 'variation'],
  ],
  open: () => openProxyLab(({ pieces }) => pieces >= 4),
});
