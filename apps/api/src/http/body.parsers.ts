// What a request body may be: JSON, or YAML where a document is meant. Of both the bytes are kept.
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    bodyBytes?: Buffer;
  }
}

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml'];

export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.bodyBytes = body;
    return parseJson(request, body.toString(), done);
  });
  server.addContentTypeParser<Buffer>(yamlTypes, { parseAs: 'buffer' }, (request, body, done) => {
    request.bodyBytes = body;
    // What a guard or a fingerprint may look at.
    done(null, body.toString());
  });
}
