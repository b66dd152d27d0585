// A plan in plain words: what will happen, to what, for how long, when it ends early, and how it is undone.
import { catalogue } from '../catalogue.ts';
import {
  describeCondition,
  type IfMusterDies,
  describeGuard,
  type Plan,
  type PlannedFault,
  type PlannedGuard,
  type PlannedProbe,
} from '#core';
import { formatDuration, formatPercent } from '#spec';

export interface ExplainedSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Sections in the order of time; lines without colour, each a sentence or a list of numbers. */
export function explainPlan(plan: Plan): readonly ExplainedSection[] {
  const sections = [
    { title: 'Hypothesis', lines: [plan.hypothesis] },
    { title: 'Where', lines: whereLines(plan) },
    { title: 'Steady state', lines: plan.probes.filter(isSteady).flatMap(probeLines) },
    { title: 'Before', lines: [beforeLine(plan)] },
    { title: 'Faults', lines: plan.faults.length === 0 ? ['none'] : plan.faults.flatMap(faultLines) },
    { title: 'Ends early', lines: plan.guards.map(guardLine) },
    { title: 'Afterwards', lines: afterLines(plan) },
    { title: 'At most', lines: [mostLine(plan)] },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** "1 fault on 1 target, at most 30 s, undo: remove 1 toxic". */
export function summarizePlan(plan: Plan): string {
  const targets = new Set(plan.faults.map(({ target }) => `${target.driver} ${target.id}`)).size;
  if (plan.faults.length === 0) return `${count(plan.probes.length, 'probe')}, no fault`;
  const undo = [...new Set(plan.faults.map(({ explainUndo }) => explainUndo))].join('; ');
  const faults = `${count(plan.faults.length, 'fault')} on ${count(targets, 'target')}`;
  return `${faults}, at most ${formatDuration(longestMs(plan))}, undo: ${undo}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const isSteady = ({ role }: PlannedProbe): boolean => role === 'steady-state';

function whereLines({ environment, service, owner }: Plan): readonly string[] {
  const kind = environment.production ? 'production: a run must be confirmed by name' : 'not production';
  const of = service === undefined ? [] : [`service ${service}, owned by ${owner}`];
  return [`environment ${environment.name} (${kind})`, ...of];
}

function probeLines({ name, explain, everyMs, timeoutMs, judge, at }: PlannedProbe): readonly string[] {
  const share = judge.passing < 1 ? `, ${formatPercent(judge.passing)} of measurements` : '';
  const over = `over ${formatDuration(judge.overMs)}`;
  return [
    `${name}: ${judge.conditions.map(describeCondition).join(', ')} ${over}${share}   (${at})`,
    `  ${explain}, every ${formatDuration(everyMs)}, at most ${formatDuration(timeoutMs)} each`,
  ];
}

function beforeLine({ timing }: Plan): string {
  if (timing.baselineMs === 0) return 'no baseline: the first fault starts at once';
  return `${formatDuration(timing.baselineMs)} without a fault; nothing is injected unless the steady state holds`;
}

function faultLines(fault: PlannedFault, index: number): readonly string[] {
  const { id, kind, explain, target, explainUndo, at } = fault;
  return [
    `${index + 1}. ${id}: ${explain}   (${at})`,
    `   on ${target.name} (${target.driver}), ${startOf(fault)}, held for ${formatDuration(fault.holdMs)}${rampOf(fault)}`,
    `   undone by: ${explainUndo}; then it is read back that it is gone`,
    `   if Muster dies: ${deathWords[catalogue.faults.get(kind)?.ifMusterDies ?? 'nobody']}`,
  ];
}

const deathWords: Readonly<Record<IfMusterDies, string>> = {
  helper: 'its helper process lets go by itself',
  target: 'the target ends it at its time limit where it holds one, else muster recover',
  nobody: 'it lasts until muster recover',
};

function startOf({ after, delayMs }: PlannedFault): string {
  const delay = delayMs > 0 ? `${formatDuration(delayMs)} ` : '';
  if (after.length > 0) return `starts ${delay}after ${after.join(', ')} is gone`;
  return delay === '' ? 'starts at once' : `starts after ${delay.trim()}`;
}

const rampOf = ({ ramp }: PlannedFault): string =>
  ramp === undefined ? '' : `, grows in ${ramp.steps} steps over ${formatDuration(ramp.overMs)}`;

function guardLine(guard: PlannedGuard): string {
  return `${describeGuard(guard)}   (${guard.at === 'default' ? 'always' : guard.at})`;
}

function afterLines({ recovery, alerts }: Plan): readonly string[] {
  return [
    `steady again within ${formatDuration(recovery.withinMs)} of the last fault   (${recovery.at})`,
    ...alerts.map(({ name, withinMs, at }) => `${name} fires within ${formatDuration(withinMs)}   (${at})`),
  ];
}

function mostLine(plan: Plan): string {
  if (plan.faults.length === 0) return 'nothing is harmed';
  const { faultDeadlineMs, undoMs } = plan.timing;
  const harm = `${formatDuration(longestMs(plan))} of harm`;
  return `${harm}; whatever happens, undo begins ${formatDuration(faultDeadlineMs)} after the first injection and is tried for ${formatDuration(undoMs)}`;
}

/** From the first injection to the planned end of the last fault. */
function longestMs({ faults }: Plan): number {
  const ends = new Map<string, number>();
  for (const { id, after, delayMs, holdMs } of faults) {
    const fromMs = Math.max(0, ...after.map((before) => ends.get(before) ?? 0));
    ends.set(id, fromMs + delayMs + holdMs);
  }
  return Math.max(0, ...ends.values());
}
