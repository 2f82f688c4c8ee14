import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { recoveryAnswer } from './recovery-answer.ts'
import type { RecoveryHook, RecoveryStep } from './recovery-hook.ts'
import { failedRequest } from './recovery-request.ts'
import { unencapsulated } from './unencapsulated.ts'

export interface NestedRecoveryOptions {
  /** The first calls the second, and so on. */
  readonly hooks: readonly RecoveryHook[]
}

/**
 * What `recoveryChain` is in place of, to compare it with: hooks that each call the next, and an answer that waits for
 * all of them. One that throws loses the rest and puts its own error in the place of the handler's; one that hangs keeps
 * the client waiting.
 *
 *     await app.register(nestedRecovery, { hooks })
 */
export const nestedRecovery: FastifyPluginCallback<NestedRecoveryOptions> = unencapsulated(
  'nested-recovery',
  (app: FastifyInstance, { hooks }: NestedRecoveryOptions, done: () => void): void => {
    app.setErrorHandler(async (error, request, reply) => {
      const { statusCode } = recoveryAnswer(error, reply.statusCode, null)
      const failed = failedRequest(request, statusCode)
      await callFrom(hooks, 0, error, { request: failed, failures: [], signal: new AbortController().signal })
      return reply.code(statusCode).send(recoveryAnswer(error, statusCode, failed.traceId))
    })
    done()
  },
)

async function callFrom(
  hooks: readonly RecoveryHook[],
  place: number,
  error: unknown,
  step: RecoveryStep,
): Promise<void> {
  const hook = hooks[place]
  if (hook === undefined) return
  await hook.run(error, step)
  await callFrom(hooks, place + 1, error, step)
}
