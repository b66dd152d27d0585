import { describeFaultContract, openContainerLab } from '#testkit';
import { containerKill } from './container-kill.fault.ts';

describeFaultContract({
  fault: containerKill,
  url: import.meta.url,
  params: { signal: 'SIGKILL' },
  tells: ['SIGKILL'],
  refused: [[{ signal: 'SIGSTOP' }, 'signal']],
  open: openContainerLab,
});
