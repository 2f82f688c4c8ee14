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
import { hertzSource } from './go-source.fixture.ts'
import { hertzDialect } from './hertz.ts'

function hertz(text: string): SourceFile {
  return { dialect: hertzDialect, client: 'hertz', name: 'client.go', text }
}

function call(argumentsText: string): SourceFile {
  return hertz(
    `package p\nimport "github.com/cloudwego/hertz/pkg/app/client"\nvar c, err = client.NewClient(${argumentsText})\n`,
  )
}

test('options are changed and added, under the name that the file has for the package', () => {
  expect(editedLines(hertz(hertzSource))).toEqual([
    '-\t\thclient.WithMaxIdleConnDuration(10*time.Second), // short',
    '+\t\thclient.WithMaxIdleConnDuration(55*time.Second), // short',
    '+\t\thclient.WithMaxConnsPerHost(128),',
  ])
})

test('a year stands for no timeout; connections are not limited without an option', () => {
  expect(editedLines(hertz(hertzSource), unlimited)).toEqual([
    '-\t\thclient.WithMaxIdleConnDuration(10*time.Second), // short',
    '+\t\thclient.WithMaxIdleConnDuration(31536000*time.Second), // short',
  ])
  expect(edit(hertz(hertzSource), unlimited)).toMatchObject({
    notes: [
      'Up to v0.10.2 Hertz takes 0, and no WithMaxConnsPerHost, for 512 connections, not for no limit.',
    ],
  })
})

test('keep-alive is turned off and on', () => {
  expect(editedText(call(''), noReuse)).toContain(
    'client.NewClient(client.WithKeepAlive(false), client.WithMaxConnsPerHost(128))',
  )
  expect(editedText(call('client.WithKeepAlive(false), client.WithMaxConnsPerHost(128)'))).toContain(
    'client.NewClient(client.WithKeepAlive(true), client.WithMaxConnsPerHost(128), client.WithMaxIdleConnDuration(55*1e9))',
  )
})

test('requests are refused at the limit unless they may wait, which a note says', () => {
  const notes = (file: SourceFile) => {
    const done = edit(file)
    return done.kind === 'refused' ? [] : done.notes.filter((note) => note.includes('ErrNoFreeConns'))
  }
  expect(notes(call(''))).toHaveLength(1)
  expect(notes(call('client.WithMaxConnWaitTimeout(5)'))).toHaveLength(0)
})

test('what may be any option is not trusted', () => {
  expect(refusal(call('client.WithMaxConnsPerHost(5), more'))).toBe(
    'client.go:3:58: WithMaxConnsPerHost may be undone by more behind it: move it to the end',
  )
  expect(editedText(call('more, client.WithMaxConnsPerHost(5)'))).toContain(
    '(more, client.WithMaxConnsPerHost(128), client.WithMaxIdleConnDuration(55*1e9))',
  )
  expect(refusal(call('options...'))).toBe(
    'client.go:3:14: client.NewClient call takes its options from a slice: change it where that is made',
  )
})
