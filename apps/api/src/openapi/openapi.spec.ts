import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { routes } from '../api.module.ts';
import { openApiDocument } from './document.ts';
import { type JsonSchema, SchemaComponents } from './schemas.ts';

type Tree = Record<string, unknown>;
const document = openApiDocument(routes) as Tree & { paths: Record<string, Record<string, Tree>> };

describe('the OpenAPI document', () => {
  test('has every route once, with an answer, a summary and a tag', () => {
    const written = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(written.sort()).toEqual(routes.map(({ spec }) => spec.route.replace(/:(\w+)/g, '{$1}')).sort());
    for (const methods of Object.values(document.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation['summary']).toMatch(/^[A-Z].*\.$/);
        expect(operation['tags']).toHaveLength(1);
        expect(Object.keys(operation['responses'] as Tree).some((status) => status.startsWith('2'))).toBe(
          true,
        );
      }
    }
  });

  test('refers to nothing that it does not have, and has nothing that nobody refers to', () => {
    const text = JSON.stringify(document);
    const refs = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => `${kind}/${name}`),
    );
    const { schemas, responses } = document['components'] as Record<string, Tree>;
    const names = [
      ...Object.keys(schemas!).map((name) => `schemas/${name}`),
      ...Object.keys(responses!).map((name) => `responses/${name}`),
    ];
    expect([...refs].sort()).toEqual(names.sort());
  });

  test('every parameter of a path is described', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(methods)) {
        const described = ((operation['parameters'] ?? []) as Tree[]).filter((one) => one['in'] === 'path');
        expect(described.map((one) => one['name'])).toEqual(wanted);
      }
    }
  });
});

describe('components', () => {
  const part = z.strictObject({ size: z.int().default(1) }).meta({ id: 'Part' });
  const whole = z.strictObject({ part }).meta({ id: 'Whole' });
  const plain = z.strictObject({ name: z.string() }).meta({ id: 'Plain' });
  const finished = (use: (components: SchemaComponents) => JsonSchema) => {
    const components = new SchemaComponents();
    return components.finish({ used: use(components), components: {} }) as {
      used: unknown;
      components: { schemas: Record<string, Tree> };
    };
  };

  test('what is asked for and answered alike is one', () => {
    const { used, components } = finished((all) => ({
      in: all.refer(plain, 'input'),
      out: all.refer(plain, 'output'),
    }));
    expect(Object.keys(components.schemas)).toEqual(['Plain']);
    expect(used).toEqual({
      in: { $ref: '#/components/schemas/Plain' },
      out: { $ref: '#/components/schemas/Plain' },
    });
  });

  test('what differs is two, and so is what refers to it', () => {
    const { used, components } = finished((all) => ({
      in: all.refer(whole, 'input'),
      out: all.refer(whole, 'output'),
    }));
    expect(Object.keys(components.schemas)).toEqual(['Part', 'PartInput', 'Whole', 'WholeInput']);
    expect(used).toEqual({
      in: { $ref: '#/components/schemas/WholeInput' },
      out: { $ref: '#/components/schemas/Whole' },
    });
    expect(components.schemas['Part']!['required']).toEqual(['size']);
    expect(components.schemas['PartInput']!['required']).toBeUndefined();
    expect(JSON.stringify(components.schemas['WholeInput'])).toContain('/PartInput"');
  });

  test('what is only asked for keeps its name', () => {
    const { components } = finished((all) => all.refer(whole, 'input'));
    expect(Object.keys(components.schemas)).toEqual(['Part', 'Whole']);
  });

  test('two of one name are refused', () => {
    const other = z.object({ other: z.string() });
    const components = new SchemaComponents();
    components.refer(plain, 'output');
    const twin = other.meta({ id: 'Twin' });
    components.refer(twin, 'output');
    expect(() => {
      z.globalRegistry.add(other, { id: 'Plain' });
      components.refer(other, 'output');
    }).toThrow();
  });
});
