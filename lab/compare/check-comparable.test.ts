import { describe, expect, it } from 'vitest'
import { restlessBlocks, sourceOf } from '../../models/compare/compared-source.fixture.ts'
import { UsageError } from '../usage-error.ts'
import { checkComparable, readAllowedDifferences } from './check-comparable.ts'

const a = sourceOf([], { label: 'a.json' })
const b = sourceOf([], {
  label: 'b.json',
  comparability: { ...a.comparability, environment: 'Node 24, Linux, one, 4 cores', target: null },
})
const late = { ...a, label: 'late.json', verdict: { verdict: 'GENERATOR_BOUND', why: '30 ms late' } }
const nothing = readAllowedDifferences(undefined, false)

describe('checkComparable', () => {
  it('lists every difference with both values, and how to allow them', () => {
    const refuse = () => checkComparable(a, b, nothing)
    expect(refuse).toThrow(UsageError)
    expect(refuse).toThrow(
      [
        'a.json and b.json are not comparable:',
        '  environment: Node 20, Linux, one, 2 cores / Node 24, Linux, one, 4 cores',
        '  target: http://127.0.0.1:8080/ / not given',
        'To compare them all the same: --allow-different environment,target',
      ].join('\n'),
    )
  })

  it('refuses what is left when some is allowed', () => {
    const allowed = readAllowedDifferences('environment', false)
    expect(() => checkComparable(a, b, allowed)).toThrow(
      /comparable:\n {2}target: .*\n.*--allow-different target$/,
    )
  })

  it('returns what was allowed', () => {
    const whats = (allowed: string | undefined, force: boolean) =>
      checkComparable(a, b, readAllowedDifferences(allowed, force)).map(({ what }) => what)
    expect(whats(' environment, target', false)).toEqual(['environment', 'target'])
    expect(whats(undefined, true)).toEqual(['environment', 'target'])
    expect(checkComparable(a, a, nothing)).toEqual([])
  })

  it('takes a measurement and itself only by force', () => {
    const measured = sourceOf(restlessBlocks(10, 8, 'a'), { label: 'main.json' })
    const copy = { ...measured, label: 'branch.json' }
    const all = readAllowedDifferences('scenario,environment,driver,seed,plan,target,load', false)
    expect(() => checkComparable(measured, copy, all)).toThrow(
      [
        'main.json and branch.json are not comparable:',
        '  they are one and the same measurement; of a run, name the sides: RUN:before and RUN:after',
        'To compare them all the same: --force',
      ].join('\n'),
    )
    expect(checkComparable(measured, copy, readAllowedDifferences(undefined, true))).toEqual([])
  })

  it('takes sources that are not VALID only by force', () => {
    const all = readAllowedDifferences('scenario,environment,driver,seed,plan,target,load', false)
    expect(() => checkComparable(a, late, all)).toThrow(
      /\n {2}late.json is GENERATOR_BOUND: 30 ms late\nTo compare them all the same: --force$/,
    )
    expect(checkComparable(a, late, readAllowedDifferences(undefined, true))).toEqual([])
  })
})

it('refuses names that are none', () => {
  expect(() => readAllowedDifferences('seed,weather', false)).toThrow(
    "--allow-different: 'weather' is none of scenario, environment, driver, seed, plan, target, load",
  )
})
