import { AsyncLocalStorage } from 'node:async_hooks'
import { setMaxListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CreateTrap, TrapContext } from './trap.ts'

interface TaskContext {
  readonly taskId: string
  readonly abort: AbortController
  readonly baggage: ReadonlyArray<readonly [name: string, value: string]>
  readonly stopWaiting: () => void
}

const TYPICAL_BAGGAGE = 40
/** Of so many orders, one is a task for the worker. */
const ORDERS_PER_TASK = 4

/** Ends with the process: the worker lives as long. */
const worker = new AbortController()
setMaxListeners(0, worker.signal)

const currentTask = new AsyncLocalStorage<TaskContext>()

async function beginTask(taskId: string, { readSize }: Pick<TrapContext, 'readSize'>): Promise<TaskContext> {
  const entries = await readSize(TYPICAL_BAGGAGE)
  const baggage: Array<readonly [string, string]> = []
  for (let i = 0; i < entries; i++) baggage.push([`baggage-${i}`, `${taskId}, value ${i}`])
  const abort = new AbortController()
  const cancel = () => abort.abort(new Error(`${taskId} was cancelled with ${baggage.length} entries`))
  worker.signal.addEventListener('abort', cancel) // leaks: what ends with the worker outlives its task
  return { taskId, abort, baggage, stopWaiting: () => worker.signal.removeEventListener('abort', cancel) }
}

async function workOn(orderId: string): Promise<object> {
  await nextTurn()
  const task = currentTask.getStore()
  return { id: orderId, task: task?.taskId, baggage: task?.baggage.length }
}

/** Each task has a context, and is to be cancelled with a worker that lives for ever: it hangs on the worker's signal. */
export const createWorkerContext: CreateTrap = (context) => {
  let orders = 0
  return async ({ id: requestId, params }) => {
    if (orders++ % ORDERS_PER_TASK !== 0) return { id: params.id }
    const task = await beginTask(`task-${requestId}`, context)
    try {
      return await currentTask.run(task, () => workOn(params.id))
    } finally {
      if (context.fixed) task.stopWaiting()
    }
  }
}
