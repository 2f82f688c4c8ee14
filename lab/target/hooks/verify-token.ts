import { jwtVerify } from 'jose'

export interface TokenOptions {
  /** Of HMAC with SHA-256: 32 bytes or more, as text in UTF-8 or as bytes. */
  readonly secret: string | Uint8Array
  /** What `iss` has to be, if it is to be looked at. */
  readonly issuer?: string
  /** What `aud` has to have, if it is to be looked at. */
  readonly audience?: string
  /** By how many whole seconds the issuer's clock may be off; default 0. */
  readonly clockToleranceSeconds?: number
}

/**
 * Finds out whom an `Authorization` header speaks for.
 *
 * @returns the token's subject; `null` when there is no valid token with one
 */
export type VerifyToken = (authorization: string) => Promise<string | null>

/** By RFC 7518, section 3.2: a key as long as the hash at least. */
const LEAST_SECRET_BYTES = 32
const MOST_HEADER_CHARACTERS = 8192
const MOST_SUBJECT_CHARACTERS = 256

/**
 * Verifies JSON Web Tokens (RFC 7519) signed by HS256, and by no other algorithm, that come as `Bearer` (RFC 6750):
 * signature, `exp` and `nbf`, which count where they are there, issuer and audience.
 *
 *     const verify = tokenVerifier({ secret: process.env.TOKEN_SECRET })
 *     const user = await verify(request.headers.authorization)
 *
 * @throws RangeError when the secret is shorter than 32 bytes
 */
export function tokenVerifier(options: TokenOptions): VerifyToken {
  const { secret, issuer, audience, clockToleranceSeconds = 0 } = options
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (key.length < LEAST_SECRET_BYTES) {
    throw new RangeError(`the secret must have ${LEAST_SECRET_BYTES} bytes or more, not ${key.length}`)
  }
  const rules = {
    algorithms: ['HS256'],
    clockTolerance: clockToleranceSeconds,
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  }
  return async (authorization) => {
    const token = bearerToken(authorization)
    if (token === null) return null
    try {
      const { payload } = await jwtVerify(token, key, rules)
      return validSubject(payload.sub)
    } catch {
      // Why it is invalid is nothing to tell whoever sent it.
      return null
    }
  }
}

function bearerToken(authorization: string): string | null {
  if (authorization.length > MOST_HEADER_CHARACTERS) return null
  return /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization)?.[1] ?? null
}

function validSubject(subject: unknown): string | null {
  if (typeof subject !== 'string' || subject === '' || subject.length > MOST_SUBJECT_CHARACTERS) return null
  return subject
}
