import { describe, expect, it } from 'vitest'
import { buildExperimentReport } from '../../models/experiment/experiment-report.ts'
import { experimentPage } from './experiment-page.ts'
import { artifact, experimentReport, identity } from './experiment-report.fixture.ts'

const page = experimentPage(experimentReport)

describe('the page of an experiment', () => {
  it('is the same for the same experiment, and runs no script', () => {
    expect(experimentPage(experimentReport)).toBe(page)
    expect(page).toContain('script-src &#39;none&#39;')
    expect(page).not.toContain('<script')
  })

  it('has a chart for each comparison, with its figures as a table', () => {
    expect(page.match(/<svg/g)).toHaveLength(2)
    expect(page).toContain('Changes of everything against none')
    expect(page).toContain('P99 response of browse')
  })

  it('shows answers, objectives and graphs', () => {
    expect(page).toContain('class="answer-worse"')
    expect(page).toContain('MISSED, required')
    expect(page).toContain('graph LR\n  handler --&gt; log')
  })

  it('draws a graph whose arrows it knows', () => {
    const edges = [{ from: 'handler', to: 'log', label: 'throws', kind: 'failure' as const }]
    const graphs = [{ title: 'The way of an error', mermaid: 'flowchart LR', edges }]
    const drawn = experimentPage({ ...experimentReport, graphs })
    expect(drawn).toContain('aria-label="The way of an error: handler to log (throws)."')
    expect(drawn).not.toContain('flowchart LR')
  })

  it('keeps as text whatever an experiment says', () => {
    const payload = '<img src=x onerror=alert(1)>'
    const edges = [{ from: payload, to: 'end', label: payload, kind: 'then' as const }]
    const hostile = buildExperimentReport(
      { ...identity, name: payload, command: payload, environment: payload },
      {
        ...artifact,
        notes: [payload],
        graphs: [null, edges].map((each) => ({ title: payload, mermaid: payload, edges: each })),
        variants: artifact.variants.map((each) => ({ ...each, target: payload })),
      },
    )
    expect(experimentPage(hostile)).not.toContain('<img')
  })

  it('can be made of one that was ended before the first round', () => {
    const begun = experimentPage(buildExperimentReport(identity, { ...artifact, rounds: [] }))
    expect(begun).toContain('No answer: 6 of 6 rounds are missing')
    expect(begun).not.toContain('<svg')
  })
})
