// When schedules start something: pure computation with time zones, windows, freezes, jitter and what was missed.
export { type Decision, type DueDecisions, type DueRequest, decideDue, previewOf } from './decide-due.ts';
export { type CalendarRequest, freezesOf } from './icalendar.ts';
export { type NamedRule, type Occurrence, occurrenceAfter } from './occurrences.ts';
export { type ScheduleRule, scheduleRuleSchema } from './rule.schema.ts';
export type { Freeze } from './start-window.ts';
