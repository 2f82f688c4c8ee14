import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { tokenVerifier } from './verify-token.ts'

const secret = 'a secret of thirty-two characters'
const keyOf = (text: string) => new TextEncoder().encode(text)
const nowSeconds = Math.floor(Date.now() / 1000)

function token(claims: Record<string, unknown>, alg = 'HS256', key = secret): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(keyOf(key))
}

describe('tokenVerifier', () => {
  const verify = tokenVerifier({ secret })

  it('knows whom a valid token speaks for', async () => {
    expect(await verify(`Bearer ${await token({ sub: 'ada' })}`)).toBe('ada')
    expect(await verify(`bearer  ${await token({ sub: 'ada', exp: nowSeconds + 3600 })}`)).toBe('ada')
  })

  it('takes the secret as bytes too', async () => {
    const fromBytes = tokenVerifier({ secret: keyOf(secret) })
    expect(await fromBytes(`Bearer ${await token({ sub: 'ada' })}`)).toBe('ada')
  })

  it.each([
    ['another secret', () => token({ sub: 'ada' }, 'HS256', 'another secret with as many characters')],
    ['another algorithm', () => token({ sub: 'ada' }, 'HS512', secret + secret)],
    ['a time that is over', () => token({ sub: 'ada', exp: nowSeconds - 60 })],
    ['a time to come', () => token({ sub: 'ada', nbf: nowSeconds + 3600 })],
    ['no subject', () => token({ name: 'ada' })],
    ['an empty subject', () => token({ sub: '' })],
    ['a subject that is too long', () => token({ sub: 'a'.repeat(257) })],
    [
      'a changed payload',
      async () => (await token({ sub: 'ada' })).replace(/\.[^.]+\./, '.eyJzdWIiOiJib2IifQ.'),
    ],
    ['no signature', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.'],
    ['no parts', () => 'abc'],
    ['characters of no token', async () => `${await token({ sub: 'ada' })}, x`],
    ['more than 8192 characters', () => 'a'.repeat(9000)],
  ])('refuses a token with %s', async (_what, make) => {
    expect(await verify(`Bearer ${await make()}`)).toBeNull()
  })

  it('refuses another scheme', async () => {
    expect(await verify(`Basic ${await token({ sub: 'ada' })}`)).toBeNull()
    expect(await verify(await token({ sub: 'ada' }))).toBeNull()
  })

  it('looks at issuer and audience where it is told to', async () => {
    const strict = tokenVerifier({ secret, issuer: 'login', audience: 'orders' })
    expect(await strict(`Bearer ${await token({ sub: 'ada', iss: 'login', aud: 'orders' })}`)).toBe('ada')
    expect(await strict(`Bearer ${await token({ sub: 'ada', iss: 'other', aud: 'orders' })}`)).toBeNull()
    expect(await strict(`Bearer ${await token({ sub: 'ada', iss: 'login' })}`)).toBeNull()
  })

  it('allows for a clock that is off, as far as it is told to', async () => {
    const tolerant = tokenVerifier({ secret, clockToleranceSeconds: 120 })
    expect(await tolerant(`Bearer ${await token({ sub: 'ada', exp: nowSeconds - 60 })}`)).toBe('ada')
    expect(await tolerant(`Bearer ${await token({ sub: 'ada', exp: nowSeconds - 240 })}`)).toBeNull()
  })

  it('refuses a secret that is shorter than the hash', () => {
    expect(() => tokenVerifier({ secret: 'x'.repeat(31) })).toThrow('32 bytes or more, not 31')
  })
})
