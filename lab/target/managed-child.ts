import type { ChildMessage, ParentMessage } from './child-messages.ts'

/** What runs in a child process. */
export interface ChildService<Ready> {
  /** Sent to the parent once the service listens. */
  readonly ready: Ready
  /** Finishes what is in flight. */
  drain(): Promise<void>
  /** How long that may take, in ms; 1,500 if left out. The parent has to know of more: see `startChild`. */
  readonly drainLimitMs?: number
}

/** The parent kills after 2 s, unless it knows better: leave before. */
const DRAIN_LIMIT_MS = 1_500

/**
 * Runs a service as a child of `startChild`, for its whole life: takes its options from the parent, stops with a
 * drain of limited length on a `stop` message or SIGTERM, ignores the terminal's SIGINT (the parent decides), and
 * exits at once when the parent is gone, however it went.
 */
export function runManagedChild<Ready>(start: (options: object) => Promise<ChildService<Ready>>): void {
  if (process.send === undefined || !process.connected) {
    throw new Error('this process is started by startTarget and needs its IPC channel')
  }
  let service: ChildService<Ready> | null = null
  let stopping = false

  const send = (message: ChildMessage<Ready>, sent: () => void = () => {}): void => {
    // A closed channel is the business of the `disconnect` listener.
    process.send?.(message, undefined, undefined, sent)
  }
  const begin = async (options: object): Promise<void> => {
    try {
      service = await start(options)
      send({ type: 'ready', ready: service.ready })
    } catch (error) {
      const failure = { code: codeOf(error), message: messageOf(error) }
      send({ type: 'failed', failure }, () => process.exit(1))
    }
  }
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), service?.drainLimitMs ?? DRAIN_LIMIT_MS)
    await service?.drain()
    process.exit(0)
  }

  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => void stop())
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message: ParentMessage) => {
    if (message.type === 'stop') void stop()
    else void begin(message.options)
  })
  send({ type: 'hello' })
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
