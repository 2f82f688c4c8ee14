import { expect, it } from 'vitest'
import { buildExperimentReport } from '../../models/experiment/experiment-report.ts'
import { experimentMarkdown } from './experiment-markdown.ts'
import { artifact, experimentReport, identity } from './experiment-report.fixture.ts'

const markdown = experimentMarkdown(experimentReport)

it('has a table for each class and the target, of each comparison', () => {
  expect(
    markdown.match(/^\| browse \| none \| everything \| change \| 95 % interval \| answer \|$/m),
  ).not.toBeNull()
  expect(markdown.match(/^\| (browse|export|target) \| none \| context \|/gm)).toHaveLength(3)
  expect(markdown).toMatch(
    /^\| CPU per request \| \d+\.\d µs \| \d+\.\d µs \| \+\d\.\d % \| .* \| worse \|$/m,
  )
})

it('has graphs that pages draw', () => {
  expect(markdown).toContain(
    '## The way of a failure\n\n```mermaid\ngraph LR\n  handler --> log\n  log --> metric\n```',
  )
})

it('keeps as text whatever an experiment says', () => {
  const hostile = '<img src=x> [a](http://b) `c` @d | e'
  const named = {
    ...artifact,
    notes: [hostile],
    variants: artifact.variants.map((each) => ({ ...each, target: hostile })),
  }
  const written = experimentMarkdown(buildExperimentReport(identity, named))
  expect(written).not.toContain('<img')
  expect(written).not.toContain('[a](')
  expect(written).toContain(String.raw`\| e`)
})
