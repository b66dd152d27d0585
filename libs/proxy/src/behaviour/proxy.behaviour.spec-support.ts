// What a Toxiproxy server does, as one suite for every server that claims to be one.
import { describe } from '@jest/globals';
import { describeCutToxics } from './cut-toxics.spec-support.ts';
import { describeDelayToxics } from './delay-toxics.spec-support.ts';
import { type ServerUnderTest, useLab } from './lab.spec-support.ts';
import { describeLinks } from './link.spec-support.ts';
import { describeProxyApi } from './proxy-api.spec-support.ts';
import { describeToxicApi } from './toxic-api.spec-support.ts';

export function describeProxyBehaviour(name: string, start: () => Promise<ServerUnderTest>): void {
  describe(`${name} behaves as Toxiproxy`, () => {
    const lab = useLab(start);
    describeProxyApi(lab);
    describeToxicApi(lab);
    describeLinks(lab);
    describeDelayToxics(lab);
    describeCutToxics(lab);
  });
}
