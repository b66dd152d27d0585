// The red button: every run everywhere is aborted and undone, and none is started until an admin lifts it. Whoever may stop
// one run may press it.
import { Body, Controller, Inject } from '@nestjs/common';
import type { Halt, HaltSwitch } from '#store';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Change } from '../http/request.context.ts';
import { HALTS } from '../parts.ts';
import { type HaltRequest, haltRequest, haltSchema } from './halt.schema.ts';

const tag = 'halt';

@Controller()
export class HaltsController {
  readonly #halts: HaltSwitch;

  constructor(@Inject(HALTS) halts: HaltSwitch) {
    this.#halts = halts;
  }

  @Operation({
    id: 'getHalt',
    route: 'GET /v1/halt',
    tag,
    summary: 'Whether everything is halted, by whom and why.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'The state of the switch.', schema: haltSchema }],
  })
  async get() {
    return told(await this.#halts.current());
  }

  @Operation({
    id: 'haltAll',
    route: 'POST /v1/halt',
    tag,
    summary: 'Halts all: every run everywhere is aborted and undone, and no new one is started.',
    access: { action: 'stop', in: 'anywhere' },
    answers: [{ status: 200, description: 'It is halted; who did it first stays.', schema: haltSchema }],
  })
  async halt(@Body({ schema: haltRequest }) { why }: HaltRequest, @Change() change: Mutation) {
    // Not in the transaction of the audit event: a stop waits for nothing.
    await this.#halts.halt({ why, by: change.caller.name });
    return change.commit(async (_tx, tell) => {
      tell({ why });
      return told(await this.#halts.current());
    });
  }

  @Operation({
    id: 'liftHalt',
    route: 'DELETE /v1/halt',
    tag,
    summary: 'Lets runs be started again. What was aborted stays so; runs that wait are started.',
    access: { action: 'administer', in: 'everywhere' },
    answers: [{ status: 200, description: 'The state of the switch.', schema: haltSchema }],
  })
  async lift(@Change() change: Mutation) {
    return change.commit(async () => {
      await this.#halts.lift();
      return told(undefined);
    });
  }
}

function told(halt: Halt | undefined) {
  return {
    halted: halt !== undefined,
    why: halt?.why ?? null,
    by: halt?.by ?? null,
    since: halt?.since ?? null,
  };
}
