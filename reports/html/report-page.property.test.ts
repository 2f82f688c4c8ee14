import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyRun, runWith, wholeRun } from './finished-run.fixture.ts'
import { reportPage } from './report-page.ts'

const PAYLOAD = '<img src=x onerror=alert(1)>'

/** Where a text stands inside plain data: the keys that lead to it. */
type Path = ReadonlyArray<string | number>

function textsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...path, key]))
}

function replaced(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text
  if (Array.isArray(value))
    return value.map((each, i) => (String(i) === key ? replaced(each, rest, text) : each))
  const object = value as Readonly<Record<string, unknown>>
  return { ...object, [key]: replaced(object[key], rest, text) }
}

const text = (path: Path) => path.join('.')

/** Texts that say which of several things something is: the program chooses them, nobody else. */
const choices =
  /(^schemaVersion|^plan|verdict\.verdict|driver|client|metric|unit|kind|answer|setting|source|comparison|aggregate\.kind|constraints\.\d+\.name)$/

const { report } = wholeRun
const free = textsIn(report).filter((path) => !choices.test(text(path)))

it('keeps any text of a report as text', () => {
  expect(free.length).toBeGreaterThan(20)
  // Without figures, which have no texts of a user and would only take long to draw.
  const { figures } = emptyRun
  for (const path of free) {
    const page = reportPage(
      { ...wholeRun, figures, report: replaced(report, path, PAYLOAD) as typeof report },
      null,
    )
    expect(/<img/i.test(page), text(path)).toBe(false)
  }
})

it('shows the name of a scenario as it is, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const page = reportPage(runWith({ name }, emptyRun), null)
      expect(page.match(/<script/g)).toBeNull()
      expect(page.match(/<\w+/g)).toEqual(plainTags)
    }),
    { numRuns: 20 },
  )
})

const plainTags = reportPage(runWith({ name: 'plain' }, emptyRun), null).match(/<\w+/g)
