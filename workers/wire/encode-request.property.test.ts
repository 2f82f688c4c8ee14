import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WireRequest } from '../connection.ts'
import { endpointAt } from '../pool-client.fixture.ts'
import { MalformedRequest, RequestEncoder } from './encode-request.ts'

const text = fc.string({
  unit: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...Array.from('aZ09-_')) },
    { weight: 1, arbitrary: fc.constantFrom(...Array.from(' :/?\r\n\t\0\x7f')) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x17f }).map((code) => String.fromCharCode(code)) },
  ),
  maxLength: 6,
})

const requests: fc.Arbitrary<WireRequest> = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST'), text),
  path: text.map((rest) => `/${rest}`),
  headers: fc.option(
    fc.dictionary(
      fc.oneof(text, fc.constantFrom('host', 'Content-Length', 'x-a')),
      fc.oneof(text, fc.constant('0')),
    ),
  ),
  body: fc.option(text),
})

test('what is encoded is read as that request and nothing more, or it is refused', () => {
  const encoder = new RequestEncoder(endpointAt('http://127.0.0.1'))
  let encoded = 0
  fc.assert(
    fc.property(requests, (request) => {
      let message: string
      try {
        message = encoder.encode(request).toString('latin1')
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedRequest)
        return
      }
      encoded++
      const end = message.indexOf('\r\n\r\n')
      const [requestLine, ...lines] = message.slice(0, end).split('\r\n')
      expect(requestLine).toBe(`${request.method} ${request.path} HTTP/1.1`)
      expect(requestLine?.split(' ')).toHaveLength(3)
      expect(message.slice(0, end)).not.toMatch(/[\0\n](?<!\r\n)|\r(?!\n)/)
      const named = Object.entries(request.headers ?? {})
      expect(lines.slice(0, named.length)).toEqual(named.map(([name, value]) => `${name}: ${value}`))
      const names = lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
      expect(names.filter((name) => name === 'host')).toHaveLength(1)
      const body = Buffer.from(request.body ?? '').toString('latin1')
      expect(message.slice(end + 4)).toBe(body)
      const lengths = lines.filter((line) => /^content-length:/i.test(line))
      expect(lengths.map((line) => Number(line.split(':')[1]))).toEqual(
        lengths.length === 0 && body === '' ? [] : [body.length],
      )
    }),
    { numRuns: 2000, seed: 20_261_122 },
  )
  expect(encoded).toBeGreaterThan(500)
})
