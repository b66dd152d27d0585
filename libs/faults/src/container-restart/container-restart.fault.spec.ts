import { describeFaultContract, openContainerLab } from '#testkit';
import { containerRestart } from './container-restart.fault.ts';

describeFaultContract({
  fault: containerRestart,
  url: import.meta.url,
  params: { grace: '1s' },
  tells: ['1 s'],
  refused: [[{ grace: '9s' }, 'grace']],
  open: openContainerLab,
  isMomentary: true,
});
