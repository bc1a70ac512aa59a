import { expect, test } from "vitest";
import { compilePackage } from "../../src/matcher/compilePackage.js";
import { packMatchers, unpackMatchers } from "../../src/matcher/packMatchers.js";
import { term } from "./terms.js";

test("unpackMatchers(packMatchers(matchers)) gives the same bytes, in their order", () => {
  const matchers = [compilePackage([term("plum"), term("fig")]), compilePackage([])];
  const unpacked = unpackMatchers(packMatchers(matchers).buffer);
  const bytesOf = ({ buffer }: { buffer: ArrayBuffer | SharedArrayBuffer }) => new Uint8Array(buffer);
  expect(unpacked.map(bytesOf)).toEqual(matchers.map(bytesOf));
  expect(unpackMatchers(packMatchers([]).buffer)).toEqual([]);
});

test("unpackMatchers(bytes) refuses what is no such file", () => {
  expect(() => unpackMatchers(new Uint8Array(64).fill(255).buffer)).toThrow(TypeError);
  const packed = packMatchers([compilePackage([term("plum")])]);
  expect(() => unpackMatchers(packed.slice(0, 20).buffer)).toThrow(TypeError);
});
