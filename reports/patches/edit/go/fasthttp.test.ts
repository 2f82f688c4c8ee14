import { expect, test } from 'vitest'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  refusal,
  type SourceFile,
  unlimited,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { fasthttpDialect } from './fasthttp.ts'
import { fasthttpSource } from './go-source.fixture.ts'

function fast(text: string): SourceFile {
  return { dialect: fasthttpDialect, client: 'fasthttp', name: 'client.go', text }
}

function literal(text: string): SourceFile {
  return fast(
    `package p\nimport fh "github.com/valyala/fasthttp"\nimport "time"\nvar c = &fh.${text}\nvar _ time.Month\n`,
  )
}

test('a Client gets times, limit and LIFO', () => {
  expect(editedLines(fast(fasthttpSource))).toEqual([
    '-\tMaxConnsPerHost: fasthttp.DefaultMaxConnsPerHost,',
    '+\tMaxConnsPerHost: 128,',
    '+',
    '+\tMaxIdleConnDuration: 55 * 1e9,',
    '+\tConnPoolStrategy:    fasthttp.LIFO,',
  ])
  expect(editedLines(fast(fasthttpSource), unlimited)).toContain('+\tMaxConnsPerHost: 1<<31 - 1,')
})

test('a HostClient calls the limit MaxConns', () => {
  expect(editedText(literal('HostClient{Addr: "a:80", MaxConns: 512}'))).toContain(
    '{Addr: "a:80", MaxConns: 128, MaxIdleConnDuration: 55 * time.Second, ConnPoolStrategy: fh.LIFO}',
  )
})

test('no limit written is 512, no time written is 10 s', () => {
  const wanted = { idleTimeoutMs: 10_000, maxIdlePerHost: Infinity, maxConnsPerHost: 512 }
  expect(edit(literal('Client{ConnPoolStrategy: fh.LIFO}'), wanted).kind).toBe('unchanged')
  expect(editedText(literal('Client{ConnPoolStrategy: fh.FIFO, MaxConnsPerHost: 0}'), wanted)).toContain(
    '{ConnPoolStrategy: fh.LIFO, MaxConnsPerHost: 0}',
  )
})

test('connections that are too old at once are not used again', () => {
  const off = editedText(literal('Client{}'), noReuse)
  expect(off).toContain('Client{MaxConnDuration: 1, MaxConnsPerHost: 128}')
  expect(editedText(fast(off))).toContain('{MaxConnDuration: 0, MaxConnsPerHost: 128, MaxIdleConnDuration: ')
})

test('assignments to the variable count', () => {
  const file = fast(
    'package p\nimport "github.com/valyala/fasthttp"\nfunc f(n int) {\n\tc := &fasthttp.Client{}\n\tc.MaxConnsPerHost = n\n}\n',
  )
  expect(refusal(file)).toBe('client.go:5:22: MaxConnsPerHost is set from n: change it where that comes from')
})
