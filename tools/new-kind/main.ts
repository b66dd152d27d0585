// `npm run new:fault <kind>`: the files of a new kind with a spec that fails, and its line in the registry.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { driverFiles } from './driver.template.ts';
import { faultFiles } from './fault.template.ts';
import { capabilities, type Family, type KindRequest, readRequest } from './kind.request.ts';
import { probeFiles } from './probe.template.ts';
import { withEntry } from './registry.edit.ts';

const families: Readonly<
  Record<Family, { lib: string; files: (request: KindRequest) => Record<string, string>; module: string }>
> = {
  fault: { lib: 'libs/faults/src', files: faultFiles, module: './KIND/KIND.fault.ts' },
  probe: { lib: 'libs/probes/src', files: probeFiles, module: './KIND.probe.ts' },
  driver: { lib: 'libs/targets/src', files: driverFiles, module: './KIND/KIND.driver.ts' },
};

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const request = readRequest(args);
  if (typeof request === 'string') return refuse(request, args[0]);
  const { lib, files, module } = families[request.family];
  const written = Object.entries(files(request));
  const taken = written.find(([file]) => existsSync(file));
  if (taken !== undefined) return refuse(`${taken[0]} exists`, request.family);
  for (const [file, text] of written) write(file, text);
  const registry = `${lib}/registry.ts`;
  const from = module.replaceAll('KIND', request.kind);
  write(registry, withEntry(readFileSync(registry, 'utf8'), request.name, from));
  const [definition = ''] = written[0] ?? [];
  process.stdout.write(`
Next: npm test -- ${path.dirname(definition)}/${request.kind}   fails until ${path.basename(definition)} keeps its promises
      npm run docs   writes what follows from it, once it is as you want it
`);
  return 0;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`wrote ${file}\n`);
}

function refuse(why: string, family = 'fault'): number {
  const third = family === 'probe' ? '' : ` [${capabilities.join(' | ')}]`;
  process.stderr.write(`${why}\nUsage: npm run new:${family} <kind>${third}\n`);
  return 2;
}
