import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embeddedJson } from './embedded-json.ts'
import { escapeText, html } from './html.ts'

/** Texts that are likely to break out of something. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '`', '&', '=', '</script>', '<!--', '${', '\u2028', 'onerror'))
    .map((parts) => parts.join('')),
)

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')

describe('html', () => {
  it('lets no text end an element or an attribute, and loses none of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const inside = html`<b title="${text}">${text}</b>`.markup.slice('<b title="'.length, -'</b>'.length)
        const [attribute, content] = inside.split('">')
        expect(attribute).not.toMatch(/[<>"'`]/)
        expect(content).not.toMatch(/[<>"'`]/)
        expect(unescaped(attribute ?? '')).toBe(text)
        expect(unescaped(content ?? '')).toBe(text)
      }),
    )
  })

  it('escapes once, however deep a template stands in others', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(html`<i>${[html`<b>${text}</b>`]}</i>`.markup).toBe(`<i><b>${escapeText(text)}</b></i>`)
      }),
    )
  })
})

describe('embedded JSON', () => {
  it('is read back as it was, and holds nothing that could end a script', () => {
    fc.assert(
      fc.property(fc.record({ text: hostile, list: fc.array(fc.integer()) }), (value) => {
        const text = embeddedJson(value)
        expect(text).not.toMatch(/[<\u2028\u2029]/)
        expect(JSON.parse(text)).toEqual(value)
      }),
    )
  })

  it('refuses numbers that it cannot hold', () => {
    expect(() => embeddedJson({ maxIdle: Infinity })).toThrow(new RangeError('maxIdle is Infinity'))
    expect(() => embeddedJson([Number.NaN])).toThrow(RangeError)
  })
})
