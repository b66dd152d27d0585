import { describeFaultContract, openProxyLab } from '#testkit';
import { networkDown } from './network-down.fault.ts';

describeFaultContract({
  fault: networkDown,
  url: import.meta.url,
  params: {},
  tells: ['closes every connection'],
  refused: [],
  open: () => openProxyLab(({ error }) => error === 'ECONNREFUSED'),
});
