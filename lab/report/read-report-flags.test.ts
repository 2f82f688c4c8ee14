import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { labFormats } from './lab-formats.ts'
import { readReportForm } from './read-report-flags.ts'

describe('labFormats', () => {
  it('have names, media types and files of their own', () => {
    expect(new Set(labFormats.map(({ name }) => name)).size).toBe(labFormats.length)
    expect(new Set(labFormats.map(({ fileName }) => fileName)).size).toBe(labFormats.length)
    for (const { mediaType, fileName } of labFormats) {
      expect(mediaType).toMatch(/^[a-z]+\/[a-z.+-]+(; ?[a-z-]+=[\w.-]+)*$/i)
      expect(fileName).toMatch(/^[a-z-]+\.[a-z]+$/)
    }
  })
})

describe('readReportForm', () => {
  it('has no format unless told, and json for --json', () => {
    expect(readReportForm({ json: false })).toEqual({ format: null, table: null })
    expect(readReportForm({ json: true }).format?.name).toBe('json')
    expect(readReportForm({ json: true, format: 'json' }).format?.name).toBe('json')
    expect(readReportForm({ json: false, format: 'csv', table: 'blocks' })).toMatchObject({
      format: { name: 'csv' },
      table: 'blocks',
    })
  })

  it.each([
    [
      { json: false, format: 'jsn' },
      /^--format: there is no format 'jsn'; did you mean json\? There are text, md,/,
    ],
    [
      { json: false, format: 'spreadsheet' },
      /^--format: there is no format 'spreadsheet'; There are text, md,/,
    ],
    [
      { json: false, format: 'csv', table: 'block' },
      /there is no table 'block'; did you mean blocks\? There are metrics,/,
    ],
    [{ json: false, format: 'md', table: 'blocks' }, /^--table is for --format csv$/],
    [{ json: false, table: 'blocks' }, /^--table is for --format csv$/],
    [{ json: true, format: 'md' }, /^--json is the same as --format json/],
  ])('refuses %j', (flags, message) => {
    expect(() => readReportForm(flags)).toThrow(UsageError)
    expect(() => readReportForm(flags)).toThrow(message)
  })
})
