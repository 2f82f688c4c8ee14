import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { type InitFlags, readInitPlan } from './read-init-plan.ts'

const NO_FLAGS: InitFlags = { force: false, workflow: true, json: false }

const read = (flags: Partial<InitFlags> = {}, directory = '/srv/Order Service') =>
  readInitPlan(directory, { ...NO_FLAGS, ...flags })

describe('what is written', () => {
  test('is about the built-in shop and the client of Go, unless told', () => {
    expect(read()).toEqual({ name: 'order-service', client: 'go-net-http', target: null })
  })

  test.each([
    ['/x/OrderService', 'order-service'],
    ['/x/Größe_2', 'gro-e-2'],
    ['/x/日本', 'my-service'],
    ['/', 'my-service'],
    [`/x/${'a'.repeat(79)}-b`, 'a'.repeat(79)],
  ])('in %s is named %s', (directory, name) => {
    expect(read({}, directory).name).toBe(name)
  })

  test.each([
    ['http://127.0.0.1:8080', { origin: 'http://127.0.0.1:8080', path: '/', allow: null }],
    ['http://localhost/a/b?c={d}', { origin: 'http://localhost', path: '/a/b?c=%7Bd%7D', allow: null }],
    ['https://[::1]:8443/x#y', { origin: 'https://[::1]:8443', path: '/x', allow: null }],
    ['https://Shop.example/x', { origin: 'https://shop.example', path: '/x', allow: 'shop.example' }],
    ['http://[2001:db8::1]/', { origin: 'http://[2001:db8::1]', path: '/', allow: '2001:db8::1' }],
  ])('for %s is about %j', (url, target) => {
    expect(read({ url }).target).toEqual(target)
  })
})

test.each<[Partial<InitFlags>, string]>([
  [{ name: 'Order Service' }, "--name: 'Order Service' is no name in small letters"],
  [{ name: 'Order Service' }, 'did you mean order-service?'],
  [{ name: '' }, "--name: '' is no name"],
  [{ client: 'go-net-htp' }, "Did you mean 'go-net-http'?"],
  [
    { url: 'http://user:secret@127.0.0.1/' },
    'a user in the URL is not sent; leave it away, and write headers: {',
  ],
  [
    { url: 'localhost:8080' },
    "--url: 'localhost:8080' is no http or https URL: did you mean http://localhost:8080?",
  ],
  [{ url: 'ftp://127.0.0.1' }, "--url: 'ftp://127.0.0.1' is no http or https URL"],
  [{ url: 'http://a b' }, "--url: 'http://a b' is no URL"],
  [{ url: '' }, "--url: '' is no http or https URL"],
])('refuses %j', (flags, message) => {
  expect(() => read(flags)).toThrow(UsageError)
  expect(() => read(flags)).toThrow(message)
})
