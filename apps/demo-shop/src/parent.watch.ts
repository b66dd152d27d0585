// The first run starts its task with MUSTER_TASK and waits for it. If it is killed without a word, nobody is left who
// could end the task: it ends by itself.
const LOOK_MS = 500;

export function whenParentIsGone(then: () => void): void {
  if (process.env['MUSTER_TASK'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, LOOK_MS).unref();
}
