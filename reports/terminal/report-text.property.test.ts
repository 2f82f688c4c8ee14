import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileRun } from '../formats/hostile-run.arbitrary.ts'
import { reportText } from './report-text.ts'
import { textWidth } from './text-width.ts'

test('whatever a run says, no line is wider than 80 columns, and none moves the cursor', () => {
  fc.assert(
    fc.property(hostileRun, ({ report }) => {
      const lines = reportText(report).split('\n')
      for (const line of lines) expect(line).not.toMatch(/\p{Control}/u)
      const command = lines.findIndex((line) => line.startsWith('Again:'))
      for (const line of lines.slice(0, command)) expect(textWidth(line)).toBeLessThanOrEqual(80)
    }),
    { numRuns: 60 },
  )
})
