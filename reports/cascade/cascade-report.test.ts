import { describe, expect, test } from 'vitest'
import type { CascadeView } from '../../models/root-cause/cascade-view.ts'
import { textWidth } from '../terminal/text-width.ts'
import { cascadeMarkdown } from './cascade-markdown.ts'
import { cascadeSection } from './cascade-section.ts'
import { cascadeText } from './cascade-text.ts'
import { cascadeView } from './cascade-view.fixture.ts'

const view = cascadeView()
const headline =
  'Service and kind of fault named first: 2 of 3; the service with the most errors was the one at fault: '

describe('a cascade as text', () => {
  const text = cascadeText(view)

  test('says what was put in, what was found, why, and what to do', () => {
    expect(text).toContain('1. middle: timeout too short (gives calls to back up after 20 ms)')
    expect(text).toContain('Found: middle, timeout too short (right); explains 100 % of what was added.')
    expect(text.replaceAll(/\n +/g, ' ')).toMatch(/- middle: \d+ % of its calls to back are given up after/)
    expect(text).toContain("To do: Set the timeout of middle's calls to back to ")
    expect(text).toContain('Failures with the setting changed: -62.00 pp (95 % interval -66.00 … -58.00 pp).')
    expect(text).toContain('Found: nothing above chance (missed).')
    expect(text).toMatch(/front → middle: \d+\/s, P99 [\d.]+ ms/)
  })

  test('keeps to 80 columns', () => {
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80)
    expect(text.endsWith('\n')).toBe(true)
  })

  test('has a sentence where nothing was put in, and where it is not known what was', () => {
    expect(cascadeText({ ...view, injections: [] })).toContain('No fault was put in.')
    const unknown = view.injections.slice(0, 1).map((each) => ({ ...each, injected: null }))
    const said = cascadeText({ ...view, injections: unknown })
    expect(said).toContain('1. What is wrong?')
    expect(said).toContain('Found: middle, timeout too short; explains')
  })
})

describe('a cascade as Markdown', () => {
  test('has the calls as a graph in which the culprit is named', () => {
    const markdown = cascadeMarkdown(view)
    expect(markdown.replaceAll('\\', '')).toContain(headline)
    expect(markdown.match(/```mermaid\nflowchart LR\n/g)).toHaveLength(3)
    expect(markdown).toContain('["middle: timeout too short"]')
    expect(markdown).toMatch(/n0 -->\|"\d+\/s, P99 [\d.]+ ms, \d+ #37; failed"\| n1/)
    expect(markdown).toContain('| setting changed | 80/s |')
  })
})

describe('a cascade on a page', () => {
  test('draws each graph with its culprit in the colour of what is bad', () => {
    const { markup } = cascadeSection(view)
    expect(markup.match(/<svg/g)).toHaveLength(3)
    expect(markup.match(/stroke="var\(--bad\)"/g)).toHaveLength(2)
    expect(markup).toContain('At fault: middle, timeout too short.')
    expect(markup).toContain('class="pill good"')
    expect(markup).toContain('class="pill bad"')
    expect(markup).not.toMatch(/NaN|undefined|Infinity/)
    expect(cascadeSection(view).markup).toBe(markup)
  })

  test('shows names as text, whatever they are', () => {
    const hostile = JSON.parse(
      JSON.stringify(view).replaceAll('middle', '<img src=x onerror=alert(1)>'),
    ) as CascadeView
    expect(cascadeSection(hostile).markup).not.toContain('<img')
    expect(cascadeMarkdown(hostile)).not.toContain('<img')
  })
})
