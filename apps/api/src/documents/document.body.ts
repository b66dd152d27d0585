// Documents in a request body: YAML, or JSON, which is YAML as well. The text is kept as it was sent, so that problems
// tell the line and column that their writer knows.
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** The bytes of the body; none where nothing was sent. */
export const DocumentBytes = createParamDecorator((_data: unknown, context: ExecutionContext): Uint8Array => {
  return context.switchToHttp().getRequest<FastifyRequest>().bodyBytes ?? Buffer.alloc(0);
});

/** What one document looks like from outside; docs/schemas has all of it. */
export const documentOf = (kind: string) =>
  z
    .looseObject({
      apiVersion: z.literal('muster/v1'),
      kind: z.literal(kind),
      metadata: z.looseObject({ name: z.string() }),
      spec: z.looseObject({}),
    })
    .describe(`All keys: docs/schemas/${kind.toLowerCase()}.json.`)
    .meta({ id: `${kind}Document` });

/** One of any kind. */
export const anyDocument = z
  .looseObject({ apiVersion: z.literal('muster/v1'), kind: z.enum(['Experiment', 'Environment', 'Service']) })
  .meta({ id: 'AnyDocument' });

const yaml = z.string().describe('One document, or several with --- between them.');

export const bodiesOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> => ({
  'application/yaml': yaml,
  'application/json': schema,
});
