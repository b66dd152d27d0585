import { describeFaultContract, openProcessLab } from '#testkit';
import { processKill } from './process-kill.fault.ts';

describeFaultContract({
  fault: processKill,
  url: import.meta.url,
  params: { signal: 'SIGKILL' },
  tells: ['SIGKILL'],
  refused: [[{ signal: 'SIGSTOP' }, 'signal']],
  open: openProcessLab,
});
