// Reads the bodies that create and update toxics.
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import { toxicDefinitions } from '../toxics/toxic.registry.ts';
import type { Direction, Toxic, ToxicDefinition } from '../toxics/toxic.ts';
import { apiErrors } from './api.error.ts';
import { decodeObject, parseBody } from './json.decoder.ts';

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['upstream', 'upstream'],
  ['downstream', 'downstream'],
]);

/** @throws ApiError 400, 409 */
export function createToxic(proxy: FaultProxy, body: string): Toxic {
  const input = decodeObject(parseBody(body), {
    whole: 'toxics.ToxicWrapper',
    prefix: 'ToxicWrapper.',
    objectType: 'toxics.NoopToxic',
    fields: {
      attributes: 'object',
      name: 'string',
      type: 'string',
      stream: 'string',
      toxicity: 'float32',
      ttlms: 'ttl',
    },
  });
  const { stream = 'downstream', type = '' } = input;
  const direction = DIRECTIONS.get(stream.toLowerCase());
  if (direction === undefined) throw apiErrors.invalidStream();
  const definition = toxicDefinitions.get(type);
  if (definition === undefined) throw apiErrors.invalidToxicType();
  const name = input.name || `${type}_${stream}`;
  if (proxy.toxics.find(name) !== undefined) throw apiErrors.toxicAlreadyExists();
  const attributes = { ...defaultsOf(definition), ...decodeAttributes(definition, input.attributes) };
  const toxic: Toxic = { name, definition, direction, stream, attributes, toxicity: input.toxicity ?? 1 };
  proxy.toxics.add(toxic, input.ttlms);
  return toxic;
}

/** Only attributes, toxicity and the time limit can change; what is left out stays. @throws ApiError 400, 404 */
export function updateToxic(proxy: FaultProxy, name: string, body: string): Toxic {
  const toxic = proxy.toxics.get(name);
  const { definition } = toxic;
  const input = decodeObject(parseBody(body), {
    whole:
      'struct { Attributes interface {} "json:\\"attributes\\""; Toxicity float32 "json:\\"toxicity\\"" }',
    prefix: '.',
    objectType: `toxics.${definition.structName}`,
    fields: { attributes: 'object', toxicity: 'float32', ttlms: 'ttl' },
  });
  proxy.toxics.update(toxic, {
    attributes: { ...toxic.attributes, ...decodeAttributes(definition, input.attributes) },
    toxicity: input.toxicity ?? toxic.toxicity,
    ttlMs: input.ttlms,
  });
  return toxic;
}

function decodeAttributes(definition: ToxicDefinition, attributes: object = {}): Record<string, number> {
  return decodeObject(attributes, {
    whole: `toxics.${definition.structName}`,
    prefix: `${definition.structName}.attributes.`,
    fields: definition.attributes,
  }) as Record<string, number>;
}

function defaultsOf(definition: ToxicDefinition): Record<string, number> {
  return Object.fromEntries(Object.keys(definition.attributes).map((name) => [name, 0]));
}
