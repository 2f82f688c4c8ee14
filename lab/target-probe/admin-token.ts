import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What asking an admin server takes: 24 random bytes, written in 32 characters. */
export function newAdminToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Whether an `authorization` header is the bearer of this token; takes as long whichever character is wrong. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  // Digests are of one length, which the comparison needs, and tell nothing of the token's.
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
