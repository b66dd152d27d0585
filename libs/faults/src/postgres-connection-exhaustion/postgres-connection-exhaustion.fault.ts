// Takes the connections of a PostgreSQL server: a helper process opens real, idle sessions and holds them. They carry
// the fault's token as application name, by which they are found on the server.
import { type Capabilities, defineFault, MusterError } from '#core';
import { explainGoal, type GoalParams, goalParams } from './goal.ts';
import { holdSessions, KIND } from './hold-sessions.ts';
import { ask, countOwn, occupancy } from './session.ts';

type Undo = { readonly helper: string };

export const postgresConnectionExhaustion = defineFault<GoalParams, Undo, 'endpoint'>({
  kind: KIND,
  title: 'Connections exhausted (PostgreSQL)',
  summary: 'Opens sessions on a PostgreSQL server and holds them, until it has none left for others.',
  params: goalParams,
  needs: 'endpoint',
  reversible: 'yes',
  ifMusterDies: 'helper',
  effect: 'connections',
  explain: (params, name) => `holds ${explainGoal(params)} on PostgreSQL ${name}`,
  explainUndo: (_params, name) => `close the connections held on PostgreSQL ${name}`,
  async prepare({ on, token, signal }) {
    const { places } = await ask(await urlOf(on), signal, (client) => occupancy(client, 0));
    if (places < 1) throw new MusterError('MUS2014', `PostgreSQL has ${places} places for ordinary users`);
    return { undo: { helper: token }, endsByItself: true };
  },
  async inject({ params, on, helpers, timeLimitMs }, { helper }) {
    const input = { url: await urlOf(on), params };
    await helpers.launch({ kind: KIND, token: helper, input, ttlMs: timeLimitMs });
  },
  undo: ({ helpers }, { helper }) => helpers.release(helper),
  async verifyUndone({ on, helpers, signal }, { helper }) {
    if (await helpers.alive(helper)) return { gone: false, found: `helper ${helper} is still alive` };
    const count = await ask(await urlOf(on), signal, (client) => countOwn(client, helper));
    if (count === 0) return { gone: true };
    return { gone: false, found: `PostgreSQL still has ${count} connections of ${helper}` };
  },
  helper: holdSessions,
  example: { percent: '100%' },
});

async function urlOf(on: Capabilities['endpoint']): Promise<string> {
  const url = await on.url();
  if (/^postgres(ql)?:\/\//.test(url)) return url;
  const message = `${on.host}:${on.port} is selected without a postgres:// URL, which tells user and database`;
  throw new MusterError('MUS2014', message);
}
