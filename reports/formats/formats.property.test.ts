import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { emptyRun, wholeRun } from '../html/finished-run.fixture.ts'
import { parseCsv } from './csv-table.oracle.ts'
import { csvText } from './csv-text.ts'
import { reportFormats } from './formats.ts'
import { fullRun } from './full-run.fixture.ts'
import { githubFormat } from './github-format.ts'
import { hostileRun, hostileText } from './hostile-run.arbitrary.ts'
import { junitFormat } from './junit-format.ts'
import { markdownFormat } from './markdown-format.ts'
import { ndjsonFormat } from './ndjson-format.ts'
import { MOST_ANNOTATIONS, workflowCommand } from './workflow-command.ts'
import { runnerCommands } from './workflow-runner.oracle.ts'
import { parseXml, type XmlElement } from './xml-document.oracle.ts'
import { xmlAttribute, xmlText } from './xml-text.ts'

const few = { numRuns: 60 }

describe('csvText', () => {
  it('parses back to what it was written from, but for the apostrophes before formulas', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(fc.array(hostileText, { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    fc.assert(
      fc.property(table, ([header = [], ...rows]) => {
        const parsed = parseCsv(csvText(header, rows))
        expect(
          parsed.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))),
        ).toEqual([header, ...rows])
        for (const cell of parsed.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
      }),
    )
  })
})

describe('junitFormat', () => {
  it('is well-formed whatever a run says, and has a case for each threshold', () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const suites = parseXml(junitFormat.render(run))
        const cases = elementsNamed(suites, 'testcase')
        expect(cases).toHaveLength(2 + run.report.thresholds.length)
        expect(Number(suites.attributes['failures'])).toBe(elementsNamed(suites, 'failure').length)
        expect(Number(suites.attributes['tests'])).toBe(cases.length)
      }),
      few,
    )
  })

  it('keeps every text that XML can hold', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = text.replace(
          /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
          '\ufffd',
        )
        const read = parseXml(
          `<?xml version="1.0" encoding="UTF-8"?>\n<a b="${xmlAttribute(text)}">${xmlText(text)}</a>`,
        )
        expect(read.attributes['b']).toBe(shown)
        expect(read.text).toBe(shown)
      }),
    )
  })
})

describe('ndjsonFormat', () => {
  it('has one object with a type on each line', () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const lines = ndjsonFormat.render(run).split('\n')
        expect(lines.pop()).toBe('')
        const events = lines.map((line) => JSON.parse(line) as { type: string; name?: string })
        expect(events[0]).toMatchObject({ type: 'run', name: run.report.name })
        expect(events.every(({ type }) => typeof type === 'string')).toBe(true)
      }),
      few,
    )
  })
})

describe('githubFormat', () => {
  it('makes a runner do nothing but show the annotations', () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const commands = runnerCommands(githubFormat.render(run))
        expect(commands.length).toBeGreaterThanOrEqual(4)
        for (const { command, properties } of commands) {
          expect(['error', 'warning', 'notice']).toContain(command)
          expect(Object.keys(properties)).toEqual(['title'])
          expect(properties['title']?.startsWith('kneepoint ')).toBe(true)
        }
        expect(commands.filter(({ command }) => command === 'error').length).toBeLessThanOrEqual(
          MOST_ANNOTATIONS,
        )
        expect(commands.find(({ command }) => command === 'error')?.data).toMatch(/^TARGET_ERRORS: /)
      }),
      few,
    )
  })

  it('makes of each annotation one command with its title and its message', () => {
    const shown = (text: string) => text.replace(/[^\P{Cc}\r\n]|[\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    fc.assert(
      fc.property(hostileText, hostileText, (title, message) => {
        const line = workflowCommand({ kind: 'warning', title, message })
        expect(line).not.toMatch(/[\r\n]/)
        expect(runnerCommands(line)).toEqual([
          { command: 'warning', properties: { title: shown(title) }, data: shown(message) },
        ])
      }),
    )
  })
})

describe('markdownFormat', () => {
  it('lets no text of a run be HTML, a mention, or another cell', () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const text = withoutCode(markdownFormat.render(run))
        const withoutComments = text.replaceAll('@<!-- -->', '')
        expect(withoutComments).not.toContain('@')
        expect(withoutComments.match(/<(?!\/?(details|summary)>)/g)).toBeNull()
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\u202e]/u)
        const rows = text.split('\n').filter((line) => line.startsWith('|'))
        expect(rows.length).toBeGreaterThan(20)
        for (const row of rows) expect(CELLS).toContain(row.replace(/\\./g, '').split('|').length)
      }),
      few,
    )
  })
})

describe.each(reportFormats.map((format) => [format.name, format] as const))('%s', (_name, format) => {
  it('shows what there is, and fails for nothing that is null', () => {
    const { report, figures } = fullRun
    const whole = { ...report } as Record<string, unknown>
    const empty = emptyRun.report as unknown as Record<string, unknown>
    const holes = fc.subarray(Object.keys(whole).filter((key) => whole[key] !== empty[key]))
    const missing = fc.subarray(Object.keys(figures))
    const flag = fc.boolean()
    fc.assert(
      fc.property(holes, missing, fc.tuple(flag, flag, flag), (taken, drawn, [swept, verified, profiled]) => {
        const run = {
          report: { ...whole, ...Object.fromEntries(taken.map((key) => [key, empty[key]])) },
          figures: { ...figures, ...Object.fromEntries(drawn.map((key) => [key, null])) },
          steps: swept ? fullRun.steps : [],
          pairs: verified ? fullRun.pairs : [],
          hotPaths: profiled ? fullRun.hotPaths : null,
        } as unknown as FinishedRun
        expect(format.render(run).length).toBeGreaterThan(2)
      }),
      { numRuns: 20 },
    )
  })

  it('ends with a newline', () => {
    for (const run of [fullRun, wholeRun, emptyRun]) expect(format.render(run).endsWith('\n')).toBe(true)
  })
})

/** Of the tables of a report, with what is before the first edge and after the last. */
const CELLS = [5, 6, 8]

function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return [
    ...(element.name === name ? [element] : []),
    ...element.children.flatMap((child) => elementsNamed(child, name)),
  ]
}

/** Without what stands between fences, in which nothing is markup. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[^\n]*\n[^]*?\n\1$/gm, '')
}
