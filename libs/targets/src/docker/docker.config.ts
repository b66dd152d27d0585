// What an environment says about a Docker engine, and how an experiment chooses among its containers.
import { z } from 'zod';
import { duration } from '#spec';

const DEFAULT_TIMEOUT_MS = 10_000;

export const config = z
  .strictObject({
    host: z
      .string()
      .regex(/^(unix|npipe|tcp|https?|ssh):\/\/./, 'expected an address such as unix:///var/run/docker.sock')
      .optional()
      .describe(
        'Address of the engine. Default: DOCKER_HOST, else the current context of the docker command.',
      ),
    context: z
      .string()
      .min(1)
      .optional()
      .describe('A context of the docker command (`docker context ls`), instead of `host`.'),
    tls: z
      .strictObject({
        ca: z.string().min(1).optional().describe('File with the authority that signed the engine.'),
        cert: z.string().min(1).optional().describe('File with the certificate shown to the engine.'),
        key: z.string().min(1).optional().describe('File with its key.'),
      })
      .optional()
      .describe('Files for an engine that is reached over TLS.'),
    timeout: duration({ min: 1, max: 600_000 })
      .default(DEFAULT_TIMEOUT_MS)
      .describe('Longest wait for an answer of the engine.'),
    helperImage: z
      .string()
      .min(1)
      .default('muster-helper:1')
      .describe('Image of helper containers, present in the engine: Muster pulls nothing.'),
    engineSocket: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The engine's socket on its own machine, for the watch that repairs when Muster is gone. Default: that of `host`, else /var/run/docker.sock.",
      ),
  })
  .refine(({ host, context }) => host === undefined || context === undefined, {
    path: ['context'],
    message: 'give host or context, not both',
  });
export type DockerConfig = z.infer<typeof config>;

const pattern = (what: string) =>
  z.string().min(1).optional().describe(`${what}; * stands for any characters.`);

export const select = z
  .strictObject({
    name: pattern('Name of the container'),
    label: z
      .record(z.string(), z.string())
      .optional()
      .describe('Labels that it carries, all of them; * stands for any characters.'),
    project: pattern('Compose project'),
    service: pattern('Compose service'),
    image: pattern('Image, as the container was started from it'),
    network: pattern('A network that it is attached to'),
    healthy: z.literal(true).optional().describe('Only those whose health check passes now.'),
  })
  .refine((selection) => Object.values(selection).some((value) => value !== undefined), {
    message: 'give at least one of name, label, project, service, image, network',
  });
export type DockerSelection = z.infer<typeof select>;
