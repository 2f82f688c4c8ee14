import { describe, expect, it } from 'vitest'
import { forwardTracestate } from './tracestate.ts'

const list = (count: number) => Array.from({ length: count }, (_, i) => `bar${i}=${i}`).join(',')

// The cases are those of the conformance tests that the W3C's working group publishes for the recommendation.
describe('forwardTracestate', () => {
  it.each([
    ['one member', 'foo=1', 'foo=1'],
    ['several, in order', 'foo=1,bar=2', 'foo=1,bar=2'],
    ['headers joined with a space', 'foo=1, bar=2', 'foo=1,bar=2'],
    ['space and tab around members', ' foo=1 \t , \t bar=2, \t baz=3\t', 'foo=1,bar=2,baz=3'],
    ['empty members', 'foo=1,,bar=2,', 'foo=1,bar=2'],
    ['the newer of two with a key', 'foo=1,bar=2,foo=3', 'foo=1,bar=2'],
    ['space inside a value', 'foo=bar baz', 'foo=bar baz'],
    ['space that begins a value', 'foo= bar', 'foo= bar'],
    ['all characters of keys', 'foo-_*/bar=1', 'foo-_*/bar=1'],
    ['keys of tenants', '0foo@bar=1', '0foo@bar=1'],
    ['the longest key', `${'z'.repeat(256)}=1`, `${'z'.repeat(256)}=1`],
    [
      'the longest tenant',
      `${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
      `${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
    ],
    ['the longest value', `foo=${'v'.repeat(256)}`, `foo=${'v'.repeat(256)}`],
    ['32 members', list(32), list(32)],
  ])('sends on %s', (_what, header, forwarded) => {
    expect(forwardTracestate(header)).toBe(forwarded)
  })

  it.each([
    ['nothing', ''],
    ['only commas', ' , ,'],
    ['a member without a value', 'foo'],
    ['an empty value', 'foo=,bar=3'],
    ['two equals signs', 'foo=bar=baz'],
    ['a space behind a key', 'foo =1'],
    ['upper case in a key', 'FOO=1'],
    ['a dot in a key', 'foo.bar=1'],
    ['no system', 'foo@=1,bar=2'],
    ['no tenant', '@foo=1,bar=2'],
    ['two at signs', 'foo@@bar=1,bar=2'],
    ['two at signs apart', 'foo@bar@baz=1,bar=2'],
    ['a key too long', `${'z'.repeat(257)}=1`],
    ['a tenant too long', `${'t'.repeat(242)}@${'v'.repeat(14)}=1`],
    ['a system too long', `${'t'.repeat(241)}@${'v'.repeat(15)}=1`],
    ['a value too long', `foo=${'v'.repeat(257)}`],
    ['a control character in a value', 'foo=\u0001'],
    ['33 members', list(33)],
  ])('sends on nothing for %s', (_what, header) => {
    expect(forwardTracestate(header)).toBeNull()
  })
})
