// The checks of each kind of document that its schema cannot express.
import { formatDuration, parseDuration } from '../quantity/duration.ts';
import { checkExpectation } from './condition-check.ts';
import type { Draft } from './draft.ts';
import { kindAt, readParameters, tellUnknownKind } from './kind-check.ts';
import type { Path } from './loaded.ts';
import { listAt, recordAt, textAt } from './raw.ts';
import { checkOrder, checkReference, checkUnique, namesOf } from './reference-check.ts';

export function checkExperiment(draft: Draft): void {
  const targets = Object.keys(recordAt(draft.data, ['spec', 'targets']) ?? {});
  for (const name of targets) {
    const path = ['spec', 'targets', name];
    readParameters(
      draft,
      [...path, 'select'],
      kindAt(draft, [...path, 'driver'], 'driver', draft.kinds.drivers)?.select,
    );
  }
  eachOf(draft, ['spec', 'steadyState'], (path) => checkProbe(draft, path, [...path, 'judge', 'expect']));
  const faults = namesOf(draft, ['spec', 'faults']);
  eachOf(draft, ['spec', 'faults'], (path) => checkFault(draft, path, { targets, faults }));
  eachOf(draft, ['spec', 'expect', 'alerts'], (path) => {
    checkProbe(draft, [...path, 'observe'], [...path, 'observe', 'expect']);
  });
  const probes = namesOf(draft, ['spec', 'steadyState']);
  eachOf(draft, ['spec', 'abort'], (path) =>
    checkReference(draft, [...path, 'when', 'probe'], 'steady-state probe', probes),
  );
  checkUnique(draft, ['spec', 'steadyState'], 'probe');
  checkUnique(draft, ['spec', 'faults'], 'fault');
  checkUnique(draft, ['spec', 'expect', 'alerts'], 'alert');
  checkOrder(draft, ['spec', 'faults']);
}

function eachOf(draft: Draft, list: Path, check: (path: Path) => void): void {
  listAt(draft.data, list).forEach((_, index) => check([...list, index]));
}

function checkProbe(draft: Draft, path: Path, expect: Path): void {
  const probe = kindAt(draft, [...path, 'probe'], 'probe', draft.kinds.probes);
  readParameters(draft, [...path, 'with'], probe?.params);
  checkExpectation(draft, expect, probe);
}

interface Names {
  readonly targets: readonly string[];
  readonly faults: readonly string[];
}

function checkFault(draft: Draft, path: Path, { targets, faults }: Names): void {
  readParameters(
    draft,
    [...path, 'with'],
    kindAt(draft, [...path, 'fault'], 'fault', draft.kinds.faults)?.params,
  );
  checkReference(draft, [...path, 'target'], 'target', targets);
  checkReference(draft, [...path, 'after'], 'fault', faults);
  const held = parseDuration(textAt(draft.data, [...path, 'for']) ?? '');
  const ramp = parseDuration(textAt(draft.data, [...path, 'ramp', 'over']) ?? '');
  if (held === undefined || ramp === undefined || ramp < held) return;
  const message = `the ramp takes ${formatDuration(ramp)} of a fault that is held for ${formatDuration(held)}`;
  draft.report([...path, 'ramp', 'over'], 'MUS1037', message, {
    hint: 'Make `ramp.over` shorter than `for`.',
  });
}

export function checkEnvironment(draft: Draft): void {
  const { drivers, faults } = draft.kinds;
  for (const name of Object.keys(recordAt(draft.data, ['spec', 'drivers']) ?? {})) {
    const path = ['spec', 'drivers', name];
    const driver = drivers.get(name);
    if (driver) readParameters(draft, path, driver.config);
    else tellUnknownKind(draft, path, 'driver', { name, known: drivers, aim: 'key' });
  }
  eachOf(draft, ['spec', 'allow', 'targets'], (path) => {
    if (!isPattern(draft, [...path, 'driver'])) kindAt(draft, [...path, 'driver'], 'driver', drivers);
  });
  eachOf(draft, ['spec', 'allow', 'faults'], (path) => {
    if (!isPattern(draft, path)) kindAt(draft, path, 'fault', faults);
  });
}

const isPattern = (draft: Draft, path: Path): boolean => textAt(draft.data, path)?.includes('*') ?? false;

export function checkService(draft: Draft): void {
  checkUnique(draft, ['spec', 'slos'], 'SLO');
  checkUnique(draft, ['spec', 'runbooks'], 'runbook');
  checkUnique(draft, ['spec', 'dependsOn'], 'dependency on', 'service');
}
