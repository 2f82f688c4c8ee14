import { describe, expect, test } from 'vitest'
import type { CurveFits } from '../../models/knee/curve-fits.ts'
import { fitTrials } from './fit-trials.ts'
import { type KneeDocument, kneeDocument } from './knee-document.ts'
import { crashingTrial, kneePlan, queueingTrial, resultOf, trialWith } from './knee-result.fixture.ts'
import { kneeText } from './knee-text.ts'
import type { KneeResult } from './run-knee.ts'

const found = resultOf(queueingTrial(1000))

/** The fits take resampling: once for each result. */
const fitsOf = new Map<KneeResult, CurveFits>()

function documentOf(result: KneeResult): KneeDocument {
  return kneeDocument(result, fitOnce(result))
}

function textOf(result: KneeResult): string {
  return kneeText(documentOf(result), fitOnce(result))
}

function fitOnce(result: KneeResult): CurveFits {
  const fits = fitsOf.get(result) ?? fitTrials(result.search.trials, result.plan)
  fitsOf.set(result, fits)
  return fits
}

/** What stands beside a label, on one line. */
function rowOf(text: string, label: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(label.padEnd(13)))
  const end = lines.findIndex((line, i) => i > at && !line.startsWith(' '.repeat(13)))
  return lines
    .slice(at, end)
    .map((line) => line.slice(13))
    .join(' ')
}

const results: ReadonlyArray<readonly [string, KneeResult]> = [
  ['found', found],
  [
    'without a knee',
    resultOf(queueingTrial(1000), {
      plan: { ...kneePlan, search: { ...kneePlan.search, highestRate: 200 } },
    }),
  ],
  ['too slow', resultOf(queueingTrial(10))],
  ['crashed', resultOf(crashingTrial(300))],
  ['interrupted', resultOf(queueingTrial(1000), { most: 2 })],
  ['very fast', resultOf(queueingTrial(99_000))],
]

describe('the text of a search', () => {
  test.each(results)('%s fits into 80 columns', (_, result) => {
    const text = textOf(result)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(text.endsWith('\n')).toBe(true)
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
  })

  test('says what was looked for, and what was found', () => {
    const text = textOf(found)
    expect(text.startsWith('GET http://127.0.0.1:8080/products/7\n\ngoal ')).toBe(true)
    expect(rowOf(text, 'goal')).toBe(
      'P99 within 250 ms and at most 0.10 % failed; missed in at most 50 % of 6 s, in trials of 2 s; bounds 5.00 % apart',
    )
    expect(rowOf(text, 'searched')).toBe('from 20/s up to 100,000/s, evenly spaced; 20 trials in 41 s')
    expect(rowOf(text, 'capacity')).toBe(
      '986.9/s: the service level was met there, and missed at 1,030/s (4.18 % apart) of 986.9/s offered, 986.9/s came back within 250 ms',
    )
    expect(rowOf(text, 'recovery')).toContain('was well again')
    expect(rowOf(text, 'verdict')).toContain('VALID: ')
    expect(rowOf(text, 'machine')).toContain('(wire)')
  })

  test('has a row for every trial', () => {
    const lines = textOf(found).split('\n')
    expect(lines.find((line) => line.startsWith('trial '))).toBe(
      'trial     offered/s  achieved    P50 ms    P99 ms      lost   late ms',
    )
    expect(lines).toContain(
      'explore        20.0      20.0      5.00     10.00       0 %      0.50        met',
    )
    expect(lines).toContain(
      'explore       1,280     1,000       300     1,000      50 %      0.50     missed',
    )
    expect(lines).toContain(
      'recover        40.0      40.0      5.00     10.00       0 %      0.50       well',
    )
  })

  test('keeps the three answers apart', () => {
    const text = textOf(found)
    expect(text.indexOf('capacity ')).toBeLessThan(text.indexOf('They answer other questions'))
    expect(text.indexOf('They answer other questions')).toBeLessThan(text.indexOf('\nsegments '))
  })

  test.each<[string, string]>([
    ['without a knee', 'at least 200/s: the service level was met there, the highest rate tried'],
    ['too slow', 'none was found: at 20/s, the lowest rate tried, P99 was 1 s and 0 % failed'],
    [
      'crashed',
      'at least 160/s: the service level was met there, and missed at 320/s (50 % apart) (not confirmed',
    ],
    ['interrupted', 'at least 40/s: the service level was met there, and no rate is known that misses it'],
  ])('%s says what is known', (name, said) => {
    const result = results.find(([each]) => each === name)?.[1]
    expect(rowOf(textOf(result as KneeResult), 'capacity')).toContain(said)
  })
})

describe('the document of a search', () => {
  test('has the capacity with its interval, its goal and its trials', () => {
    const document = documentOf(found)
    expect(document).toMatchObject({
      schemaVersion: 1,
      target: 'http://127.0.0.1:8080/products/7',
      ended: 'found',
      verdict: { verdict: 'VALID' },
      capacity: {
        rate: 986.9,
        conditionalThroughput: 986.9,
        interval: [986.9, 1030],
        atLeast: false,
        stage: 'confirm',
        recovered: true,
        goal: kneePlan.search.goal,
        range: { lowestRate: 20, highestRate: 100_000 },
      },
      settings: { maxConnsPerHost: null },
      generator: { latenessP99Ms: 0.5 },
      certificate: { driver: 'wire' },
    })
    expect(document.capacity.trials).toHaveLength(20)
    expect(document.segmented).not.toBeNull()
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('has nulls where nothing is known', () => {
    const { capacity } = documentOf(resultOf(queueingTrial(10)))
    expect(capacity).toMatchObject({ rate: null, conditionalThroughput: null, interval: [null, 20] })
  })
})

describe('the curves of a search', () => {
  test('leave out trials of recovery, and those of a generator that was late', () => {
    const late = { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 35 }
    const result = resultOf((wanted) =>
      trialWith(wanted, wanted.rate > 1000 ? { lossRatio: 1, achievedRate: 1, generator: late } : {}),
    )
    const { segmented } = fitTrials(result.search.trials, result.plan)
    expect(segmented?.breakpoint).toBeNull()
    expect(segmented?.range[1]).toBeLessThanOrEqual(1000)
  })
})
