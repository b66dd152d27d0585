import { describeFaultContract, openContainerLab } from '#testkit';
import { containerPause } from './container-pause.fault.ts';

describeFaultContract({
  fault: containerPause,
  url: import.meta.url,
  params: {},
  tells: ['pauses'],
  refused: [],
  open: openContainerLab,
});
