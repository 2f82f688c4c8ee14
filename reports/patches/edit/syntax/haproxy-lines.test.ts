import { expect, test } from 'vitest'
import { readHaproxyLines } from './haproxy-lines.ts'

const valuesIn = (text: string) => readHaproxyLines(text).map(({ words }) => words.map(({ value }) => value))

test('cuts words as the manual says', () => {
  expect(valuesIn('global#this is the global section\n    daemon#daemonize\n')).toEqual([
    ['global'],
    ['daemon'],
  ])
  expect(valuesIn('mode\t  http   # or tcp\r\n\n#\n')).toEqual([['mode', 'http']])
})

test('reads the equivalent log formats of the manual alike', () => {
  const format = '%{+Q}o %t %s %{-Q}r'
  for (const written of [
    String.raw`%{+Q}o\ %t\ %s\ %{-Q}r`,
    '"%{+Q}o %t %s %{-Q}r"',
    "'%{+Q}o %t %s %{-Q}r'",
    `"%{+Q}o %t"' %s %{-Q}r'`,
    String.raw`"%{+Q}o %t"' %s'\ %{-Q}r`,
  ]) {
    expect(valuesIn(`log-format ${written}`)).toEqual([['log-format', format]])
  }
})

test('reads escapes outside strong quotes only, and leaves those that it does not know', () => {
  expect(valuesIn(String.raw`a\#b \\ \x41\t "\$x\"" '\x41' my/\1 \\` + '\\')).toEqual([
    ['a#b', '\\', 'A\t', '$x"', '\\x41', 'my/\\1', '\\\\'],
  ])
})

test('knows what the environment fills in: within weak quotes only', () => {
  const [line] = readHaproxyLines(`a "\${X-1}.2" '$X' $X "\\$X"`)
  expect(line?.words.map(({ isComputed }) => isComputed)).toEqual([false, true, false, false, false])
})

test('says where words and lines begin and end', () => {
  const text = 'backend a\r\n  server "s" x  # y\r\n'
  const [, line] = readHaproxyLines(text)
  expect(line && text.slice(line.from, line.to)).toBe('server "s" x')
  expect(line && text.slice(line.to, line.end)).toBe('  # y')
  expect(line?.words.map(({ from, to }) => text.slice(from, to))).toEqual(['server', '"s"', 'x'])
})
