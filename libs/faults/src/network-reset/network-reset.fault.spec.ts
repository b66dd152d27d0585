import { describeFaultContract, openProxyLab } from '#testkit';
import { networkReset } from './network-reset.fault.ts';

describeFaultContract({
  fault: networkReset,
  url: import.meta.url,
  params: { after: '100ms' },
  tells: ['100 ms', 'comes back'],
  refused: [
    [{ after: 'soon' }, 'after'],
    [{ after: '2h' }, 'after'],
  ],
  open: () => openProxyLab(({ receivedBytes, closedMs }) => receivedBytes === 0 && Number.isFinite(closedMs)),
});
