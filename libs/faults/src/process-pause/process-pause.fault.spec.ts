import { describeFaultContract, openProcessLab } from '#testkit';
import { processPause } from './process-pause.fault.ts';

describeFaultContract({
  fault: processPause,
  url: import.meta.url,
  params: {},
  tells: ['SIGSTOP'],
  refused: [],
  open: openProcessLab,
});
