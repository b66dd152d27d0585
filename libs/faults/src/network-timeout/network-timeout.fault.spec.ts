import { describeFaultContract, openProxyLab } from '#testkit';
import { networkTimeout } from './network-timeout.fault.ts';

describeFaultContract({
  fault: networkTimeout,
  url: import.meta.url,
  params: { after: '300ms' },
  tells: ['300 ms', 'comes back'],
  refused: [
    [{ after: '-1s' }, 'after'],
    [{ after: 5 }, 'after'],
  ],
  open: () => openProxyLab(({ receivedBytes, error }) => receivedBytes === 0 && error === undefined),
});
