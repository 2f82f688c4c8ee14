import { expect, test } from 'vitest'
import { HostNotAllowed, requireAllowedHost } from './allowed-host.ts'

test.each([
  'http://localhost:8080',
  'http://shop.localhost',
  'http://127.0.0.1',
  'https://127.9.8.7:8443/api',
  'http://[::1]:80',
  'http://2130706433/',
])('%s is on this machine', (url) => {
  expect(() => requireAllowedHost(new URL(url), [])).not.toThrow()
})

test.each([
  'http://example.com',
  'http://198.51.100.7:8080',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://[2001:db8::1]',
  'http://0.0.0.0:8080',
  'http://128.0.0.1',
])('%s is not', (url) => {
  expect(() => requireAllowedHost(new URL(url), [])).toThrow(HostNotAllowed)
})

test('another host is allowed when it is named, with its port or without, and only that one', () => {
  const url = new URL('https://shop.example:8443/api')
  expect(() => requireAllowedHost(url, ['shop.example'])).not.toThrow()
  expect(() => requireAllowedHost(url, ['shop.example:8443'])).not.toThrow()
  expect(() => requireAllowedHost(url, ['shop.example:9443'])).toThrow(HostNotAllowed)
  expect(() => requireAllowedHost(url, ['example', 'SHOP.example', 'other.example'])).toThrow(HostNotAllowed)
})

test('the refusal says what to write', () => {
  expect(() => requireAllowedHost(new URL('http://[2001:db8::1]:81/x'), [])).toThrow(
    'http://[2001:db8::1]:81 is not on this machine: to send load there, name it a second time with --allow 2001:db8::1',
  )
})
