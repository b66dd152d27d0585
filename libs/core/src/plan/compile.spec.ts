import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { loadDocuments } from '#spec';
import { byKind, type Catalogue } from '../kinds/catalogue.ts';
import { defineDriver } from '../kinds/driver.ts';
import { defineFault } from '../kinds/fault.ts';
import { defineProbe } from '../kinds/probe.ts';
import type { Target } from '../ports/capabilities.ts';
import { compilePlan } from './compile.ts';

const fault = defineFault({
  kind: 'slow-down',
  title: '',
  summary: '',
  params: z.strictObject({ by: z.number() }),
  needs: 'proxy',
  reversible: 'yes',
  ifMusterDies: 'target',
  effect: 'reachability',
  example: {},
  explain: ({ by }, target) => `slows ${target} by ${by}`,
  explainUndo: () => 'undo',
  prepare: async () => ({ undo: null, endsByItself: false }),
  inject: async () => {},
  undo: async () => {},
  verifyUndone: async () => ({ gone: true }),
});
const probe = defineProbe({
  kind: 'ask',
  title: '',
  summary: '',
  params: z.strictObject({ host: z.string() }),
  fields: { status: { type: 'number', summary: '' }, latency: { type: 'duration', summary: '' } },
  example: {},
  explain: ({ host }) => host,
  hosts: ({ host }) => [host],
  open: () => ({ measure: async () => ({ outcome: 'error', message: '' }), close: async () => {} }),
});
const driver = defineDriver({
  kind: 'proxies',
  title: '',
  summary: '',
  config: z.strictObject({}),
  select: z.strictObject({ name: z.string() }),
  offers: ['proxy'],
  hosts: () => [],
  example: {},
  open: async () => ({ find: async () => [], handle: () => undefined as never, close: async () => {} }),
});
const catalogue: Catalogue = { faults: byKind([fault]), probes: byKind([probe]), drivers: byKind([driver]) };

const experiment = (more = ''): string => `apiVersion: muster/v1
kind: Experiment
metadata: {name: x}
spec:
  hypothesis: it holds
  service: shop
  targets:
    t: {driver: proxies, select: {name: t}${more.includes('mode') ? `, ${more}` : ''}}
  steadyState:
    - {name: p, probe: ask, with: {host: 127.0.0.1}, every: 100ms, judge: {expect: {status: 200, latency: {p99: {lte: 400ms}}}}}
  faults:
    - {name: f, fault: slow-down, target: t, with: {by: 2}, for: 10s}
  abort:
    - when: {slo: shop-up, burnRate: {gte: ${more.startsWith('burn') ? more.slice(5) : '20'}}, over: 10s}
`;
const environment = (allow: string): string => `apiVersion: muster/v1
kind: Environment
metadata: {name: e}
spec:
  allow: ${allow}
`;
const service = `apiVersion: muster/v1
kind: Service
metadata: {name: shop}
spec:
  owner: team-shop
  slos: [{name: shop-up, objective: 99%, good: {status: 200}}]
`;

const target = (id: string): Target => ({ driver: 'proxies', id, name: id, labels: {}, locator: {} });
const allowed = '{targets: [{driver: proxies, names: ["*"]}], maxTargets: 9}';

function load<Kind extends string>(file: string, text: string, kind: Kind) {
  const { documents, problems } = loadDocuments({ file, text, kinds: catalogue });
  expect(problems).toEqual([]);
  return documents.find((one) => one.kind === kind) as never;
}

interface Given {
  readonly more?: string;
  readonly allow?: string;
  readonly found?: readonly (string | Target)[];
  readonly run?: string;
}

function compile({ more = '', allow = allowed, found = ['a'], run = 'r' }: Given = {}) {
  return compilePlan({
    experiment: load('x.yaml', experiment(more), 'Experiment'),
    environment: load('e.yaml', environment(allow), 'Environment'),
    services: [load('s.yaml', service, 'Service')],
    catalogue,
    found: { t: found.map((one) => (typeof one === 'string' ? target(one) : one)) },
    baseDir: '/',
    run,
    hash: (text) => `${text.length}:${text}`,
  });
}

describe('a plan', () => {
  test('has owner, guards with their places, and a fault for each target', () => {
    const { plan, problems, refusals } = compile({ found: ['a', 'b'] });
    expect([problems, refusals]).toEqual([[], []]);
    expect(plan.owner).toBe('team-shop');
    expect(plan.faults.map((one) => [one.id, one.explain])).toEqual([
      ['f @ a', 'slows a by 2'],
      ['f @ b', 'slows b by 2'],
    ]);
    expect(plan.guards.map((guard) => [guard.rule, guard.at])).toEqual([
      ['burn-rate', 'x.yaml:14'],
      ['no-data', 'default'],
    ]);
    expect(plan.probes[0]?.judge.conditions).toMatchObject([
      { field: 'status', aggregate: 'each', comparison: 'eq', limit: 200 },
      { field: 'latency', aggregate: 'p99', comparison: 'lte', limit: 400 },
    ]);
  });

  test('of the same things has the same hash in every run; of others another', () => {
    expect(compile({ run: 'one' }).plan.hash).toBe(compile({ run: 'two' }).plan.hash);
    expect(compile({ found: ['b'] }).plan.hash).not.toBe(compile().plan.hash);
  });

  test('chooses the same targets for the same seed', () => {
    const found = ['a', 'b', 'c', 'd', 'e'];
    const chosen = () =>
      compile({ more: 'mode: {percent: 40%}', found }).plan.faults.map((one) => one.target.id);
    expect(chosen()).toHaveLength(2);
    expect(chosen()).toEqual(chosen());
  });
});

describe('refused', () => {
  const refused = (input: Parameters<typeof compile>[0]) =>
    compile(input).refusals.map(({ code, message, at }) => `${at} ${code} ${message}`);

  test('what the environment does not list', () => {
    expect(refused({ allow: '{targets: []}' })).toEqual([
      'e.yaml:5 MUS2001 f: target a (proxies) is not among the targets allowed',
    ]);
  });

  test('too many targets, too long, another fault, another host: all at once', () => {
    const allow =
      '{targets: [{driver: proxies, names: [a, b]}], maxTargets: 1, maxDuration: 5s, hosts: [localhost]}';
    expect(refused({ allow, found: ['a', 'b'] })).toEqual([
      'e.yaml:5 MUS2001 f @ a: held for 10 s, at most 5 s is allowed',
      'e.yaml:5 MUS2001 f @ b: held for 10 s, at most 5 s is allowed',
      'e.yaml:5 MUS2001 harms 2 targets, at most 1 are allowed',
      'e.yaml:5 MUS2001 probe p connects to 127.0.0.1, which is not among the hosts allowed',
    ]);
  });

  test('the host of a target that was written nowhere, once; another allowed host stays', () => {
    const allow = '{targets: [{driver: proxies, names: ["*"]}], hosts: [127.0.0.1]}';
    const found = { ...target('a'), labels: { host: 'db.internal' } };
    const local = { ...target('b'), labels: { host: '127.0.0.1' } };
    expect(refused({ allow: `${allow.slice(0, -1)}, maxTargets: 9}`, found: [found, local] })).toEqual([
      'e.yaml:5 MUS2001 f @ a connects to db.internal, which is not among the hosts allowed',
    ]);
  });

  test('no target found', () => {
    expect(refused({ found: [] })).toEqual([
      'x.yaml:8 MUS2002 target t: driver proxies found nothing for {"name":"t"}',
    ]);
  });
});

test('a burn rate that can never be reached is a problem', () => {
  const { problems } = compile({ more: 'burn:150' });
  expect(problems.map(({ code, line, message }) => [code, line, message])).toEqual([
    ['MUS1035', 14, 'burn rate 150x can never be reached: with every event bad, shop-up burns 100x'],
  ]);
});
