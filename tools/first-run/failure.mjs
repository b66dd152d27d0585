// A failure that a person can act on: what went wrong in plain words, and the next step.
export class FirstRunFailure extends Error {
  constructor(message, nextStep, exitCode = 1) {
    super(message);
    this.nextStep = nextStep;
    this.exitCode = exitCode;
  }
}
