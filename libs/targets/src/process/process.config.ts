// What an environment says about local processes, and how an experiment chooses among them.
import { z } from 'zod';

const processSettings = z
  .strictObject({
    pidFile: z.string().min(1).optional().describe('File that holds its pid.'),
    match: z.string().min(1).optional().describe('Text of its command line, where there is no pid file.'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Program and arguments that start it. Only where nobody else restarts it.'),
    cwd: z.string().min(1).optional().describe('Folder in which it is started. Default: that of this file.'),
    env: z
      .record(z.string(), z.string())
      .default({})
      .describe('Environment variables, besides those of Muster.'),
    log: z.string().min(1).optional().describe('File for its output. Default: in the state folder.'),
  })
  .refine(({ pidFile, match, command }) => (pidFile ?? match ?? command) !== undefined, {
    message: 'give pidFile, match, or the command that starts it',
  });
export type ProcessSettings = z.infer<typeof processSettings>;

export const config = z.strictObject({
  processes: z
    .record(z.string().regex(/^[\w.-]+$/, 'expected letters, digits, dots and hyphens'), processSettings)
    .default({})
    .describe('Processes by the name that experiments use.'),
});
export type ProcessConfig = z.infer<typeof config>;

export const select = z.union([
  z.strictObject({
    name: z
      .string()
      .min(1)
      .describe('Name under `processes` of the environment; * stands for any characters.'),
  }),
  z.strictObject({ pidFile: z.string().min(1).describe('File that holds its pid.') }),
  z.strictObject({ command: z.string().min(1).describe('Text that its command line contains.') }),
]);
