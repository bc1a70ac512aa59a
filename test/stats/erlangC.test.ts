import { describe, expect, it } from "vitest";
import { erlangC, waitingShare } from "../../src/stats/erlangC.js";
import type { Queue } from "../../src/stats/erlangC.js";
import { hasOracles, oraclesNamed } from "./oracles.js";

describe("erlangC(queue)", () => {
  it("with one server is the queue M/M/1: the share that waits is the load", () => {
    const load = erlangC({ arrivalsPerMinute: 0.25, handlingMinutes: 2, servers: 1, targetSeconds: 0 });
    expect(load).toMatchObject({
      offered: 0.5,
      occupancy: 0.5,
      waiting: 0.5,
      serviceLevel: 0.5,
      waitSeconds: 120,
    });
  });

  it("is undefined when work arrives as fast as it can be done", () => {
    expect(
      erlangC({ arrivalsPerMinute: 1, handlingMinutes: 2, servers: 2, targetSeconds: 0 }),
    ).toBeUndefined();
  });
});

describe.skipIf(!hasOracles)("erlangC() on ../shared/oracles (skipped when not there)", () => {
  it("equals the case of a call centre", () => {
    type Case = {
      input: Queue;
      expected: { A: number; occ: number; C: number; SL15s: number; ASA_s: number };
    };
    const oracle = oraclesNamed<Case>("Erlang C").find(({ name }) => name === "Erlang C");
    if (oracle === undefined) throw new Error("Expected the oracle `Erlang C`, got none");
    const load = erlangC(oracle.input);
    expect(load?.offered).toBeCloseTo(oracle.expected.A, 9);
    expect(load?.occupancy).toBeCloseTo(oracle.expected.occ, 9);
    expect(load?.waiting).toBeCloseTo(oracle.expected.C, 9);
    expect(load?.serviceLevel).toBeCloseTo(oracle.expected.SL15s, 9);
    expect(load?.waitSeconds).toBeCloseTo(oracle.expected.ASA_s, 9);
  });

  it("equals the share that waits at 18 Erlangs and 21 servers", () => {
    type Case = { input: { offered: number; servers: number }; expected: { C: number } };
    const [oracle] = oraclesNamed<Case>("Erlang C probability");
    expect(waitingShare(oracle?.input.offered ?? 0, oracle?.input.servers ?? 0)).toBeCloseTo(
      oracle?.expected.C ?? -1,
      12,
    );
  });
});
