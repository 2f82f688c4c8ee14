import { describe, expect, it } from 'vitest'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'

const traceId = '12345678901234567890123456789012'
const parentId = '1234567890123456'
const header = `00-${traceId}-${parentId}-01`

// The cases are those of the conformance tests that the W3C's working group publishes for the recommendation.
describe('parseTraceparent', () => {
  it('reads the examples of the recommendation', () => {
    expect(parseTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parentId: '00f067aa0ba902b7',
      sampled: true,
      random: false,
    })
    expect(parseTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00')?.sampled).toBe(false)
  })

  it.each([
    ['version 00 with more behind', `${header}-what-the-future-will-be-like`],
    ['version 00 with a dot behind', `${header}.`],
    ['version 00 with a dash behind', `${header}-`],
    ['a later version with more that is not set off', `cc-${traceId}-${parentId}-01.what-the-future-is`],
    ['version ff', `ff-${traceId}-${parentId}-01`],
    ['an illegal first character in the version', `.0-${traceId}-${parentId}-01`],
    ['an illegal second character in the version', `0.-${traceId}-${parentId}-01`],
    ['a version of three', `000-${traceId}-${parentId}-01`],
    ['a version of four', `0000-${traceId}-${parentId}-01`],
    ['a version of one', `0-${traceId}-${parentId}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${parentId}-01`],
    ['an illegal character in the trace id', `00-.2345678901234567890123456789012-${parentId}-01`],
    ['upper case in the trace id', `00-ABCDEF78901234567890123456789012-${parentId}-01`],
    ['a trace id too long', `00-${traceId}3-${parentId}-01`],
    ['a trace id too short', `00-${traceId.slice(1)}-${parentId}-01`],
    ['a parent id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['an illegal character in the parent id', `00-${traceId}-.234567890123456-01`],
    ['a parent id too long', `00-${traceId}-${parentId}7-01`],
    ['a parent id too short', `00-${traceId}-${parentId.slice(1)}-01`],
    ['an illegal character in the flags', `00-${traceId}-${parentId}-.0`],
    ['flags too long', `00-${traceId}-${parentId}-001`],
    ['flags too short', `00-${traceId}-${parentId}-1`],
    ['two headers made one', `${header}, ${header}`],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(parseTraceparent(text)).toBeNull()
  })

  it.each([
    ['a later version', `cc-${traceId}-${parentId}-01`],
    ['a later version with more behind', `cc-${traceId}-${parentId}-01-what-the-future-will-be-like`],
    ['space before', ` ${header}`],
    ['a tab before', `\t${header}`],
    ['space and tab behind', `${header} \t`],
  ])('continues with %s', (_what, text) => {
    expect(parseTraceparent(text)).toEqual({ traceId, parentId, sampled: true, random: false })
  })

  it('takes the flags that it knows out of all', () => {
    const flags = (digits: string) => parseTraceparent(`00-${traceId}-${parentId}-${digits}`)
    expect(flags('ff')).toMatchObject({ sampled: true, random: true })
    expect(flags('fe')).toMatchObject({ sampled: false, random: true })
    expect(flags('02')).toMatchObject({ sampled: false, random: true })
    expect(flags('fd')).toMatchObject({ sampled: true, random: false })
  })
})

describe('formatTraceparent', () => {
  it('writes version 00 and no unknown flags', () => {
    const later = parseTraceparent(`cc-${traceId}-${parentId}-ff-more`)
    expect(later && formatTraceparent(later)).toBe(`00-${traceId}-${parentId}-03`)
  })
})
