import { describeFaultContract, openContainerLab } from '#testkit';
import { containerStop } from './container-stop.fault.ts';

describeFaultContract({
  fault: containerStop,
  url: import.meta.url,
  params: { grace: '1s' },
  tells: ['1 s'],
  refused: [[{ grace: '9s' }, 'grace']],
  open: openContainerLab,
});
