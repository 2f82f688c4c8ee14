import { describe, expect, test } from 'vitest'
import { parsePrometheusText, PrometheusSyntaxError } from './prometheus-text.ts'

const values = (text: string): (readonly [string, number])[] =>
  parsePrometheusText(text).samples.map(({ name, value }) => [name, value])

test('reads HELP, TYPE, labels, values and timestamps', () => {
  const { samples, types, help } = parsePrometheusText(
    [
      '# HELP http_requests_total Requests,\\nby \\\\ method.',
      '# TYPE http_requests_total counter',
      '# just a comment',
      '#TYPE is a comment as well',
      '',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total { method = "get" , } 3',
      '  metric_without_timestamp_and_labels\t12.47\r',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'empty{} 0',
    ].join('\n'),
  )
  expect([...help]).toEqual([['http_requests_total', 'Requests,\nby \\ method.']])
  expect([...types]).toEqual([['http_requests_total', 'counter']])
  const weird = { problem: 'division by zero' }
  expect(samples).toEqual([
    {
      name: 'http_requests_total',
      labels: { method: 'post', code: '200' },
      value: 1027,
      timestampMs: 1395066363000,
    },
    { name: 'http_requests_total', labels: { method: 'get' }, value: 3, timestampMs: null },
    { name: 'metric_without_timestamp_and_labels', labels: {}, value: 12.47, timestampMs: null },
    { name: 'something_weird', labels: weird, value: Number.POSITIVE_INFINITY, timestampMs: -3982045 },
    { name: 'empty', labels: {}, value: 0, timestampMs: null },
  ])
})

test('unescapes label values, in which braces, commas and # stand for themselves', () => {
  const [sample] = parsePrometheusText(
    String.raw`m{path="C:\\DIR\\n",error="say \"no\":\n}, #",odd="\q"} 1`,
  ).samples
  expect(sample?.labels).toEqual({ path: 'C:\\DIR\\n', error: 'say "no":\n}, #', odd: '\\q' })
})

test('reads every form of number', () => {
  const text = ['1', '-2', '+3.5', '.5', '4.', '1.458255915e9', '1E-3', 'NaN', 'nan', 'Inf', '+Inf', '-Inf']
  const numbers = [1, -2, 3.5, 0.5, 4, 1458255915, 0.001, NaN, NaN, Infinity, Infinity, -Infinity]
  expect(values(text.map((number) => `m ${number}`).join('\n'))).toEqual(
    numbers.map((number) => ['m', number]),
  )
})

test('an empty page has no samples', () => {
  expect(values('')).toEqual([])
})

describe('refuses, with the line', () => {
  test.each([
    'm',
    'm abc',
    'm 0x10',
    'm 1 2 3',
    'm 1 2.5',
    '1m 1',
    'm{a=1} 1',
    'm{a="1} 1',
    'm{a="1"',
    'm{a="1" b="2"} 1',
    'm{1a="1"} 1',
    'm{,} 1',
    '# TYPE m enum',
    '<html>',
  ])('%s', (line) => {
    const parse = (): unknown => parsePrometheusText(`fine 1\n${line}\n`)
    expect(parse).toThrow(PrometheusSyntaxError)
    expect(parse).toThrow(/^line 2: /)
  })
})
