import { expect, test } from 'vitest'
import { edit, type SourceFile } from '../syntax/lezer-tree-edit.fixture.ts'
import { fasthttpDialect } from './fasthttp.ts'
import { goNetHttpDialect } from './go-net-http.ts'

function notesOf(file: Omit<SourceFile, 'name'>): readonly string[] {
  const done = edit({ ...file, name: 'a.go' })
  if (done.kind === 'refused') expect.fail(done.message)
  return done.notes.filter((note) => note.includes('is set on line'))
}

const options = `\
package p

import (
	"net/http"
	"time"
)

type option func(*http.Transport)

func withIdle(d time.Duration) option {
	return func(t *http.Transport) { t.IdleConnTimeout = d }
}

func withLimit() option {
	return func(t *http.Transport) { t.MaxConnsPerHost = 128; t.TLSHandshakeTimeout = 5 }
}

func make(all ...option) *http.Transport {
	t := &http.Transport{MaxIdleConnsPerHost: 5}
	t.MaxConnsPerHost = 4
	for _, each := range all {
		each(t)
	}
	return t
}
`

test('options that functions set later are mentioned, if they say other than wanted', () => {
  expect(notesOf({ dialect: goNetHttpDialect, client: 'go-net-http', text: options })).toEqual([
    't.IdleConnTimeout is set on line 11: see that it does not undo the settings.',
  ])
})

test('those of another transport are not', () => {
  const text = `${options}
func other() *http.Transport {
	u := &http.Transport{}
	u.MaxIdleConnsPerHost = 3
	return u
}
`
  const notes = notesOf({ dialect: goNetHttpDialect, client: 'go-net-http', text, line: 19 })
  expect(notes).toHaveLength(1)
})

test('a Client of fasthttp as well', () => {
  const text = `\
package p

import "github.com/valyala/fasthttp"

type api struct{ client *fasthttp.Client }

func (a *api) open() { a.client = &fasthttp.Client{} }

func (a *api) limit(n int) { a.client.MaxConnsPerHost = n }
`
  expect(notesOf({ dialect: fasthttpDialect, client: 'fasthttp', text })).toEqual([
    'a.client.MaxConnsPerHost is set on line 9: see that it does not undo the settings.',
  ])
})
