import { describeFaultContract, openProxyLab } from '#testkit';
import { networkSlowClose } from './network-slow-close.fault.ts';

describeFaultContract({
  fault: networkSlowClose,
  url: import.meta.url,
  params: { delay: '400ms' },
  tells: ['400 ms'],
  refused: [
    [{}, 'delay'],
    [{ delay: '0s' }, 'delay'],
  ],
  open: () => openProxyLab(({ closedMs, firstMs }) => closedMs - firstMs >= 350),
});
