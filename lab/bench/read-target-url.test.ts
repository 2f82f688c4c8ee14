import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readTargetUrl, requestTargetOf } from './read-target-url.ts'

describe('readTargetUrl', () => {
  it('reads http and https URLs', () => {
    expect(readTargetUrl('http://localhost:8080').href).toBe('http://localhost:8080/')
    expect(readTargetUrl('HTTPS://[::1]/a?b=c#d').origin).toBe('https://[::1]')
  })

  it.each([
    ['localhost:8080', 'did you mean http://localhost:8080?'],
    ['127.0.0.1:8080/a?b=c', 'did you mean http://127.0.0.1:8080/a?b=c?'],
    [':8080', 'did you mean http://localhost:8080?'],
    ['/products', 'did you mean http://localhost/products?'],
    ['example.com', 'did you mean http://example.com?'],
  ])('asks whether a scheme was left out of %s', (text, question) => {
    expect(() => readTargetUrl(text)).toThrow(UsageError)
    expect(() => readTargetUrl(text)).toThrow(question)
  })

  it.each([
    ['ftp://localhost/', /^'ftp:\/\/localhost\/' is no http or https URL$/],
    ['http://', /is no URL$/],
    ['http://localhost:99999/', /is no URL$/],
    ['', /is no http or https URL$/],
    ['http://me:secret@localhost/', /--header 'authorization/],
  ])('refuses %j', (text, said) => {
    expect(() => readTargetUrl(text)).toThrow(said)
  })

  it('does not repeat a password', () => {
    expect(() => readTargetUrl('http://me:secret@localhost/')).not.toThrow('secret')
  })
})

describe('requestTargetOf', () => {
  it.each([
    ['http://a', '/'],
    ['http://a/b%20c?d=e f#g', '/b%20c?d=e%20f'],
    ['http://a/{id}?q={id}', '/%7Bid%7D?q=%7Bid%7D'],
    ['http://a/ü', '/%C3%BC'],
  ])('of %s is %s', (text, target) => {
    expect(requestTargetOf(new URL(text))).toBe(target)
  })
})
