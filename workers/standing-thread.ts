import type { MessagePort } from 'node:worker_threads'
import { StandingLoad } from './standing-load.ts'
import type { StandingOrder, StandingTask } from './standing-messages.ts'

/** What a thread is started with. */
export interface StandingThreadTask {
  /** Carries `StandingReport`s out and `StandingOrder`s in. */
  readonly port: MessagePort
  readonly task: StandingTask
}

/** Sends load until it is told to stop. */
export default async function runStandingThread({ port, task }: StandingThreadTask): Promise<void> {
  try {
    const load = await StandingLoad.start(task, (report, transfer) => port.postMessage(report, transfer))
    port.on('message', (order: StandingOrder) => load.obey(order))
    await load.ended
  } finally {
    port.close()
  }
}
