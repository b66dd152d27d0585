import { describeFaultContract, openTcpLab } from '#testkit';
import { tcpConnectionExhaustion } from './tcp-connection-exhaustion.fault.ts';

describeFaultContract({
  fault: tcpConnectionExhaustion,
  url: import.meta.url,
  params: { connections: 30 },
  tells: ['30 connections'],
  refused: [
    [{}, 'connections'],
    [{ connections: 0 }, 'connections'],
    [{ connections: 1.5 }, 'connections'],
    [{ connections: 5, rate: 0 }, 'rate'],
  ],
  open: () => openTcpLab({ connections: 20 }),
});
