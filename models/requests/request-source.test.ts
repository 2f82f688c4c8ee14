import { describe, expect, it } from 'vitest'
import { createRequestSource } from './request-source.ts'
import type { Feed, RequestSpec } from './request-spec.ts'

function request(changes: Partial<RequestSpec> = {}): RequestSpec {
  return { weight: 1, method: 'GET', path: '/', ...changes }
}

function first(changes: Partial<RequestSpec>, feeds: readonly Feed[] = [], index = 0) {
  return createRequestSource([request(changes)], feeds, 1).at(index)
}

describe('a prepared request', () => {
  it('has no headers and no body when none are declared, and is named after method and path', () => {
    expect(first({ path: '/a' })).toEqual({
      name: 'GET /a',
      method: 'GET',
      path: '/a',
      headers: null,
      body: null,
      entry: 0,
    })
  })

  it('takes an undeclared placeholder from 1 to 1000', () => {
    const source = createRequestSource([request({ path: '/products/{id}' })], [], 1)
    const ids = Array.from({ length: 20_000 }, (_, i) => Number(source.at(i).path.slice('/products/'.length)))
    expect(Math.min(...ids)).toBe(1)
    expect(Math.max(...ids)).toBe(1000)
    expect(ids.every(Number.isInteger)).toBe(true)
  })

  it('percent-encodes values in the path, and leaves other braces alone', () => {
    const parameters = { term: { kind: 'choice', values: ['a b/c?&ü'] } } as const
    expect(first({ path: '/s?q={term}&x={}&y={1}', parameters }).path).toBe(
      '/s?q=a%20b%2Fc%3F%26%C3%BC&x={}&y={1}',
    )
  })

  it('uses one value for a placeholder in path, headers and body', () => {
    const { path, headers, body } = first({ path: '/{id}', headers: { 'x-id': 'n{id}' }, body: 'id={id}' })
    const id = path.slice(1)
    expect(headers).toEqual({ 'x-id': `n${id}` })
    expect(body).toBe(`id=${id}`)
  })

  it('escapes values in nested strings of a JSON body, and says that it is JSON', () => {
    const parameters = { s: { kind: 'choice', values: ['say "hi"\n\\'] } } as const
    const prepared = first({ method: 'POST', body: { list: [{ text: '<{s}>' }], n: 2 }, parameters })
    expect(JSON.parse(prepared.body ?? '')).toEqual({ list: [{ text: '<say "hi"\n\\>' }], n: 2 })
    expect(prepared.headers).toEqual({ 'content-type': 'application/json' })
  })

  it('keeps a content type that is declared', () => {
    const headers = { 'Content-Type': 'application/vnd.api+json' }
    expect(first({ body: [1], headers }).headers).toEqual(headers)
  })

  it('reads two columns of a feed from the same row, cycled', () => {
    const feeds = [
      { file: 'users.csv', column: 'user', values: ['ann', 'bob', 'cat'] },
      { file: 'users.csv', column: 'pin', values: ['1', '2', '3'] },
    ]
    const parameters = {
      u: { kind: 'feed', file: 'users.csv', column: 'user' },
      p: { kind: 'feed', file: 'users.csv', column: 'pin' },
    } as const
    const paths = [0, 1, 2, 3].map((index) => first({ path: '/{u}/{p}', parameters }, feeds, index).path)
    expect(paths).toEqual(['/ann/1', '/bob/2', '/cat/3', '/ann/1'])
  })

  it('does not take a parameter from the prototype of the declared ones', () => {
    expect(first({ path: '/{constructor}', parameters: {} }).path).toMatch(/^\/\d+$/)
  })
})

describe('createRequestSource', () => {
  it('rejects a feed that is missing', () => {
    const parameters = { u: { kind: 'feed', file: 'u.csv', column: 'name' } } as const
    expect(() => createRequestSource([request({ path: '/{u}', parameters })], [], 1)).toThrow(
      new RangeError('the feed u.csv has no values in its column name'),
    )
  })

  it('rejects a value that would end a header', () => {
    const parameters = { u: { kind: 'choice', values: ['ok', 'a\r\nhost: b'] } } as const
    expect(() => createRequestSource([request({ headers: { 'x-u': '{u}' }, parameters })], [], 1)).toThrow(
      new RangeError('requests[0].headers: "a\\r\\nhost: b", a value of {u}, cannot stand in the header x-u'),
    )
  })
})

describe('build', () => {
  it('is told index, parameters and reproducible numbers, and overrides what it returns', () => {
    const build: RequestSpec['build'] = ({ index, random, parameters }) => ({
      method: 'PUT',
      path: `/built/${index}/${String(parameters['id'])}/${random() === random()}`,
      headers: { 'X-A': 'built' },
      body: { index },
    })
    const spec = request({ path: '/{id}', headers: { 'x-a': 'declared', 'x-b': 'b' }, build })
    const plain = createRequestSource([{ ...spec, build: undefined }], [], 1).at(7)
    const built = createRequestSource([spec], [], 1).at(7)
    expect(built).toEqual({
      ...plain,
      method: 'PUT',
      path: `/built/7${plain.path}/false`,
      headers: { 'X-A': 'built', 'x-b': 'b', 'content-type': 'application/json' },
      body: '{"index":7}',
    })
    expect(createRequestSource([spec], [], 1).at(7)).toEqual(built)
  })

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [Promise.resolve({}), 'a promise'],
    [{ method: 'CONNECT' }, 'the method "CONNECT"'],
    [{ path: 'no-slash' }, 'the path "no-slash"'],
    [{ path: { a: 1 } }, 'the path { a: 1 }'],
    [{ path: '/a b' }, 'the path "/a b"'],
    [{ headers: { a: 'x\ny' } }, 'headers that cannot be sent'],
    [{ headers: { 'a b': 'x' } }, 'headers that cannot be sent'],
    [{ body: () => 1 }, 'a function as the body'],
  ])('must not return %o', (returned, found) => {
    const build = (() => returned) as unknown as NonNullable<RequestSpec['build']>
    expect(() => first({ path: '/p', build }, [], 3)).toThrow(
      new TypeError(
        `build of requests[0] (GET /p) returned ${found} for request 3; ` +
          'it has to return an object with method, path, headers or body',
      ),
    )
  })
})
