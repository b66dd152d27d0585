import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Action, environmentsOf, type Grant, isPermitted, roles, type Where } from './permissions.ts';

const actions: Action[] = ['read', 'write', 'run', 'stop', 'approve', 'administer'];
const environments = ['dev', 'staging', 'production'];
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom(...roles),
  environment: fc.constantFrom('*', ...environments),
});
const where: fc.Arbitrary<Where> = fc.oneof(
  fc.constantFrom<Where>('anywhere', 'everywhere'),
  fc.constantFrom(...environments).map((environment) => ({ environment })),
);
const property = fc.property.bind(fc);

describe('permissions', () => {
  test('each role may do what it is for, and no role more than the admin', () => {
    const table = Object.fromEntries(
      roles.map((role) => [
        role,
        actions.filter((action) =>
          isPermitted([{ role, environment: 'dev' }], action, { environment: 'dev' }),
        ),
      ]),
    );
    expect(table).toEqual({
      viewer: ['read'],
      operator: ['read', 'write', 'run', 'stop'],
      approver: ['read', 'stop', 'approve'],
      admin: actions,
    });
  });

  test('nothing is permitted to whoever has no role', () => {
    fc.assert(
      property(fc.constantFrom(...actions), where, (action, place) => !isPermitted([], action, place)),
    );
  });

  test('a role in one environment gives nothing in another', () => {
    fc.assert(
      property(
        grant,
        fc.constantFrom(...actions),
        fc.constantFrom(...environments),
        (one, action, environment) => {
          fc.pre(one.environment !== '*' && one.environment !== environment);
          return !isPermitted([one], action, { environment }) && !isPermitted([one], action, 'everywhere');
        },
      ),
    );
  });

  test('another role never takes anything away', () => {
    fc.assert(
      property(fc.array(grant), grant, fc.constantFrom(...actions), where, (grants, more, action, place) => {
        return !isPermitted(grants, action, place) || isPermitted([...grants, more], action, place);
      }),
    );
  });

  test('everywhere includes each environment, and each includes anywhere', () => {
    fc.assert(
      property(
        fc.array(grant),
        fc.constantFrom(...actions),
        fc.constantFrom(...environments),
        (grants, action, environment) => {
          const [all, one, any] = (['everywhere', { environment }, 'anywhere'] as const).map((place) =>
            isPermitted(grants, action, place),
          );
          return (!all || one!) && (!one || any!);
        },
      ),
    );
  });

  test('the environments told are those in which it is permitted', () => {
    fc.assert(
      property(fc.array(grant), fc.constantFrom(...actions), (grants, action) => {
        const told = environmentsOf(grants, action);
        const permitted = environments.filter((environment) => isPermitted(grants, action, { environment }));
        return told === '*'
          ? permitted.length === environments.length
          : permitted.every((one) => told.includes(one));
      }),
    );
  });
});
