import { expect, it } from 'vitest'
import { compareWithHint, type HintComparison } from './compare-with-hint.ts'

it.each<[string, number, number | null, number | null, HintComparison]>([
  ['no hint', 4000, 4000, null, { kind: 'absent', byMs: 0 }],
  ['nginx, to the millisecond', 4001, 4001, 4000, { kind: 'equal', byMs: 0 }],
  ['Node, a second more', 3999, 3999, 3000, { kind: 'longer', byMs: 999 }],
  ['a middlebox before the server', 58_000, 60_000, 65_000, { kind: 'shorter', byMs: 5000 }],
  ['a bracket around it', 58_000, 61_000, 60_000, { kind: 'equal', byMs: 0 }],
  ['a bracket above it: the least', 64_000, 70_000, 60_000, { kind: 'longer', byMs: 4000 }],
  ['scattered, some before it', 9000, 3000, 5000, { kind: 'shorter', byMs: 2000 }],
  ['still open beyond it', 70_000, null, 65_000, { kind: 'kept-so-far', byMs: 5000 }],
  ['still open just before it', 4950, null, 5000, { kind: 'kept-so-far', byMs: 0 }],
  ['watched for less long', 10_000, null, 65_000, { kind: 'not-reached', byMs: 55_000 }],
])('%s', (_what, openMs, closedMs, hintMs, comparison) => {
  expect(compareWithHint({ openMs, closedMs }, hintMs, 100)).toEqual(comparison)
})
