import { pbkdf2, pbkdf2Sync } from 'node:crypto'
import { promisify } from 'node:util'
import type { Blocker } from './blocker.ts'

const ITERATIONS = 40_000
const KEY_BYTES = 32
const DIGEST = 'sha512'

const derive = promisify(pbkdf2)

/** Passwords hashed on the thread of the event loop, where each stops all other requests. */
export const syncCrypto: Blocker = {
  guilty: (seed) => (index) => Promise.resolve({ hash: hashPasswordSync(`password-${seed}-${index}`) }),
  fixed: (seed) => async (index) => ({ hash: await hashPassword(`password-${seed}-${index}`) }),
}

function hashPasswordSync(password: string): string {
  return pbkdf2Sync(password, 'salt', ITERATIONS, KEY_BYTES, DIGEST).toString('hex')
}

async function hashPassword(password: string): Promise<string> {
  return (await derive(password, 'salt', ITERATIONS, KEY_BYTES, DIGEST)).toString('hex')
}
