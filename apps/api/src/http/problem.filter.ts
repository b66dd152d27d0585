// The only place where an error becomes an HTTP status. A defect tells the caller nothing but its request id.
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorTable, MusterError, messageOf } from '#core';
import { AuditTrail } from '../audit/audit.trail.ts';
import type { ProblemBody } from './problem.schema.ts';
import { RequestError } from './request.error.ts';

/** What the framework refuses by itself. */
const codeOfStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'MUS2006'],
  [404, 'MUS5003'],
  [405, 'MUS5012'],
  [413, 'MUS5010'],
  [415, 'MUS5011'],
  [429, 'MUS5009'],
  [503, 'MUS5013'],
]);

@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #trail: AuditTrail;
  readonly #log = new Logger(ProblemFilter.name);

  constructor(@Inject(AuditTrail) trail: AuditTrail) {
    this.#trail = trail;
  }

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const body = problemOf(thrown, request);
    this.#tell(thrown, body);
    await this.#trail.refused(request, body);
    if (reply.raw.headersSent) {
      reply.raw.end();
      return;
    }
    if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
    await reply.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  }

  /** A defect with its trace; of what is no defect the answer says enough. */
  #tell(thrown: unknown, { status, code, requestId }: ProblemBody): void {
    if (status < 500) return;
    const trace = code === 'MUS9001' ? { err: thrown } : {};
    this.#log.error({ ...trace, code, requestId }, messageOf(thrown));
  }
}

export function problemOf(thrown: unknown, request: Pick<FastifyRequest, 'id' | 'url'>): ProblemBody {
  const { code, detail, next } = told(thrown);
  const problems = thrown instanceof RequestError ? thrown.problems : undefined;
  return {
    type: `urn:muster:${code}`,
    title: errorTable[code].title,
    status: errorTable[code].httpStatus,
    detail,
    instance: request.url.split('?')[0] ?? '',
    code,
    next: next ?? errorTable[code].next,
    requestId: request.id,
    ...(problems && { problems: problems.map((one) => ({ ...one })) }),
  };
}

function told(thrown: unknown): { code: ErrorCode; detail: string; next?: string } {
  if (thrown instanceof MusterError) {
    return { code: thrown.code, detail: thrown.message, next: thrown.next };
  }
  const code = codeOfStatus.get(statusOf(thrown) ?? 500);
  if (code !== undefined) return { code, detail: messageOf(thrown) };
  return { code: 'MUS9001', detail: 'An unexpected error; the log has it under the request id.' };
}

/** Of an exception of Nest or of Fastify. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
