import { describeFaultContract, openContainerLab } from '#testkit';
import { containerRemove } from './container-remove.fault.ts';

describeFaultContract({
  fault: containerRemove,
  url: import.meta.url,
  params: {},
  tells: ['cannot be undone'],
  refused: [],
  open: () => openContainerLab({ isRunBySomebody: true }),
});
