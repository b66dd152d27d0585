// Says what first-run does, with durations, on stderr (stdout belongs to the task). Silent when nothing is to do.
export function createProgress(out = process.stderr, now = () => performance.now()) {
  return {
    say: (line) => out.write(`muster: ${line}\n`),
    /** Names a step, runs it, and ends the line with the time it took (or with `failed`). */
    async step(title, work) {
      const startedAt = now();
      out.write(`muster: ${title} ... `);
      try {
        const result = await work();
        out.write(`${seconds(now() - startedAt)}\n`);
        return result;
      } catch (error) {
        out.write('failed\n');
        throw error;
      }
    },
  };
}

/** 4612 ms as "4.6 s". */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
