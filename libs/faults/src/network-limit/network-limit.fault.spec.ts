import { describeFaultContract, openProxyLab, PAYLOAD_BYTES } from '#testkit';
import { networkLimit } from './network-limit.fault.ts';

describeFaultContract({
  fault: networkLimit,
  url: import.meta.url,
  params: { bytes: '10B' },
  tells: ['10 B'],
  refused: [
    [{}, 'bytes'],
    [{ bytes: '-1B' }, 'bytes'],
  ],
  open: () => openProxyLab(({ receivedBytes }) => receivedBytes < PAYLOAD_BYTES),
});
