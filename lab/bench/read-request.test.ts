import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRequestSource } from '../../models/requests/request-source.ts'
import { UsageError } from '../usage-error.ts'
import { readRequest, type RequestFlags } from './read-request.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(flags: Partial<RequestFlags>, url = 'http://127.0.0.1/a') {
  return readRequest(new URL(url), { header: [], ...flags })
}

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

describe('readRequest', () => {
  it('is a plain GET unless told otherwise', async () => {
    expect(await read({})).toEqual({ weight: 1, method: 'GET', path: '/a' })
  })

  it('reads method, headers and body', async () => {
    const request = await read({
      method: 'put',
      header: ['Content-Type: application/json', 'x-empty:', 'x-time: 10:30'],
      body: '{"a": 1}',
    })
    expect(request).toEqual({
      weight: 1,
      method: 'PUT',
      path: '/a',
      headers: { 'content-type': 'application/json', 'x-empty': '', 'x-time': '10:30' },
      body: '{"a": 1}',
    })
  })

  it('sends a body by POST', async () => {
    expect((await read({ body: 'text' })).method).toBe('POST')
    expect((await read({ body: 'text', method: 'PATCH' })).method).toBe('PATCH')
  })

  // RFC 9110, section 5.3; RFC 6265, section 5.4.
  it('joins headers of one name', async () => {
    const { headers } = await read({ header: ['Accept: a/b', 'accept: c/d', 'cookie: e=1', 'Cookie: f=2'] })
    expect(headers).toEqual({ accept: 'a/b, c/d', cookie: 'e=1; f=2' })
  })

  it('reads a body from a file', async () => {
    expect((await read({ body: `@${fileWith('body.json', '{"ü": 1}\n')}` })).body).toBe('{"ü": 1}\n')
  })

  it('sends braces as they are', async () => {
    const request = await read(
      { header: ['x-query: {id}'], body: '{users{id name}} {id}' },
      'http://127.0.0.1/{id}?q={id}',
    )
    const sent = createRequestSource([request], [], 1).at(7)
    expect(sent).toMatchObject({
      path: '/%7Bid%7D?q=%7Bid%7D',
      headers: { 'x-query': '{id}' },
      body: '{users{id name}} {id}',
    })
  })

  it.each<[Partial<RequestFlags>, string]>([
    [{ method: 'FETCH' }, "--method: 'FETCH' is none of GET, HEAD, POST"],
    [{ header: ['accept'] }, "--header: 'accept' is not of the form 'name: value'"],
    [{ header: [': text/html'] }, "is not of the form 'name: value'"],
    [{ header: ['two words: x'] }, "is not of the form 'name: value'"],
    [{ header: ['x-a: b\nhost: c'] }, '--header: the value of x-a holds'],
    [{ header: ['x-a: €'] }, 'Latin-1'],
    [{ header: ['Content-Length: 3'] }, '--header: content-length follows from the request itself'],
    [{ body: '@nowhere.json' }, '--body: nowhere.json: no such file'],
    [{ body: '@' }, '--body: a path is missing after @'],
    [{ body: '@.' }, '--body: .: '],
  ])('refuses %j', async (flags, said) => {
    const refusal = read(flags)
    await expect(refusal).rejects.toThrow(UsageError)
    await expect(refusal).rejects.toThrow(said)
  })

  it('refuses a file that is not text', async () => {
    const file = fileWith('image.png', Uint8Array.of(0x89, 0x50, 0xff))
    await expect(read({ body: `@${file}` })).rejects.toThrow('image.png is not text in UTF-8')
  })
})
