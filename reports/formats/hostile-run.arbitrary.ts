import * as fc from 'fast-check'
import type { RatedConstraint } from '../../models/artifacts/recommend.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { hostileView } from '../profile/hot-path-view.fixture.ts'
import { hotPathsOf } from '../profile/hot-paths.fixture.ts'
import { fullRun } from './full-run.fixture.ts'

/** What breaks out of one format or another. */
const attacks = [
  '::error::injected',
  '##[error]injected',
  '::stop-commands::x\n::warning::injected',
  '::kneepoint-end-of-text::',
  'kneepoint-end-of-text',
  '%0A::error::injected',
  '</testsuite>]]><!--',
  '"onload="alert(1)',
  '<img src=x onerror=alert(1)>',
  '</details><script>alert(1)</script>',
  '| a | b |\n| --- | --- |',
  '```\n# heading\n```',
  '[link](javascript:alert(1)) ![image](https://example.com/x.png)',
  '@everyone https://example.com www.example.com',
  '=HYPERLINK("https://example.com")',
  '+1',
  '-1+1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '＝1',
  '"a","b"\r\n',
  '\u0000\u0007\u001b[31m\u0085\ufffe\uffff',
  '\u2028::error::x\u2029\u202e',
  '\ud800',
  '\udc00',
  '😀',
  '__proto__',
  '',
  ' ',
  '\n',
  '1. item',
  '- item',
  '# heading',
  '> quote',
]

/** Text that nobody would write by accident. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...attacks),
  fc
    .tuple(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 20 }))
    .map((parts) => parts.join('')),
  fc.tuple(fc.string({ maxLength: 10 }), fc.constantFrom(...attacks)).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
)

/** A run in which every text that may come from elsewhere is hostile. */
export const hostileRun: fc.Arbitrary<FinishedRun> = fc
  .array(hostileText, { minLength: 12, maxLength: 12 })
  .map((texts) => {
    const { report } = fullRun
    const [name = '', hash = '', command = '', environment = '', why = '', advice = ''] = texts
    const [reason = '', missing = '', request = '', figures = '', client = '', driver = ''] = texts.slice(6)
    const recommendation = report.recommendation as NonNullable<typeof report.recommendation>
    const constraint: RatedConstraint = { name: 'race', holds: false, binds: true, figures, sentence: reason }
    return {
      ...fullRun,
      hotPaths: { ...hotPathsOf(hostileView(name)), runtime: why, missing: [missing] },
      report: {
        ...report,
        name,
        scenarioHash: hash,
        command,
        environment,
        generator: { driver, highestRate: 1, latenessP99Ms: 1, measuredAt: hash },
        verdict: { verdict: 'TARGET_ERRORS', why, advice },
        missing: [missing],
        misses: { ...report.misses, reasons: [reason] },
        recommendation: { ...recommendation, client, reasons: [reason], constraints: [constraint] },
        thresholds: report.thresholds.map((result) => ({
          ...result,
          passed: false,
          threshold: { ...result.threshold, request, expression: reason },
        })),
      },
    }
  })
