import { describe, expect, it } from 'vitest'
import { buildExperimentReport } from '../../models/experiment/experiment-report.ts'
import { textWidth } from '../terminal/text-width.ts'
import { artifact, experimentReport, identity } from './experiment-report.fixture.ts'
import { experimentText } from './experiment-text.ts'

const text = experimentText(experimentReport)

describe('the text of an experiment', () => {
  it('begins with what came out, by how much, and how surely', () => {
    const [context = '', everything = ''] = text.replace(/\n {2}/g, ' ').split('\n')
    expect(context).toMatch(/^context against none: CPU per request \+/)
    expect(everything).toMatch(
      /^everything against none: failure rate of browse \+\d\.\d\d pp \(\+[\d.]+ … \+[\d.]+ pp\), from 0\.00 % to \d\.\d\d %; P99 response of browse \+[\d.]+ % \(\+[\d.]+ … \+[\d.]+ %\), from/,
    )
  })

  it('has no line that is wider than a terminal', () => {
    const wide = text.split('\n').filter((line) => textWidth(line) > 80)
    expect(wide).toEqual([])
    const long = 'a-name-that-is-as-long-as-names-may-be-xx'
    const named = {
      ...artifact,
      variants: artifact.variants.map((each, i) => ({ ...each, name: `${long.slice(0, 39)}${i}` })),
      traffic: artifact.traffic.map((each, i) => ({ ...each, name: `${long.slice(0, 39)}${i}` })),
    }
    const lines = experimentText(buildExperimentReport(identity, named)).split('\n')
    expect(lines.filter((line) => textWidth(line) > 80)).toEqual([])
  })

  it('tells what variants cost in their units, side by side, or in a sentence where there is one alone', () => {
    expect(text).toMatch(
      /\nCosts\na request .*\nnone .*\ncontext +\+\d\.\d\d µs +\+\d\.\d\d … \+\d\.\d\d µs +\+\d+ B +\+\d+ … \+\d+ B\n/,
    )
    const { comparisons } = experimentReport
    const single = experimentText({ ...experimentReport, comparisons: comparisons.slice(0, 1) })
    expect(single.replace(/\n\s+/g, ' ')).toMatch(
      /Cost of context: \+\d\.\d\d µs of CPU time \(\+\d\.\d\d … \+\d\.\d\d µs\) and \+\d+ B allocated \(\+\d+ … \+\d+ B\) a request\./,
    )
  })

  it('shows of many comparisons what was tested', () => {
    const [first] = experimentReport.comparisons
    if (first === undefined) throw new Error('no comparisons')
    const many = experimentText({ ...experimentReport, comparisons: [first, first, first] })
    expect(text).toContain('P50 response')
    expect(many).toContain('P99 response')
    expect(many).not.toContain('P50 response')
    expect(many).toContain('copiedBytes / request')
  })

  it('says what one of the targets does not tell', () => {
    expect(text).toContain('Not told by both: longest GC pause (not available on Node 22.0.0).')
  })

  it('shows objectives, classes apart, graphs, and what does it again', () => {
    expect(text).toMatch(
      /browse\s+everything\s+\d+\.\d ms of 60\.0 ms\s+0\.\d+ % of 0\.10 %\s+MISSED, required/,
    )
    expect(text).toMatch(/^export$/m)
    expect(text).toContain('The way of a failure:\n  graph LR\n    handler --> log\n    log --> metric\n')
    expect(text).toContain('Again: kneepoint run experiments/hooks.ts --quick --seed 1\n')
  })

  it('gives no answer where the figures cannot be trusted', () => {
    const late = {
      ...artifact,
      rounds: artifact.rounds.map((round) => ({
        ...round,
        blocks: round.blocks.map((block) => ({
          ...block,
          generator: { ...block.generator, latenessP99Ms: 500 },
        })),
      })),
    }
    expect(experimentText(buildExperimentReport(identity, late))).toMatch(
      /^No answer: requests went out up to 500 ms late/,
    )
  })

  it('is shown of an experiment that was ended before the first round', () => {
    const begun = experimentText(buildExperimentReport(identity, { ...artifact, rounds: [] }))
    expect(begun).toMatch(/^No answer: 6 of 6 rounds are missing\./)
    expect(begun).not.toContain('undefined')
  })
})
