import { readFile } from 'node:fs/promises'

/**
 * How long the main threads of some processes wait for a core though they have something to do: what other programs on
 * the machine cost them. From Linux's `/proc/<pid>/schedstat`.
 */
export class CoreWatch {
  readonly #waits: ReadonlyMap<number, number | null>
  readonly #startedMs = performance.now()

  private constructor(waits: ReadonlyMap<number, number | null>) {
    this.#waits = waits
  }

  static async start(pids: readonly number[]): Promise<CoreWatch> {
    return new CoreWatch(await readWaits(pids))
  }

  /** Share of the time since the start that the worst of them waited; `null` where that is not to be had. */
  async share(): Promise<number | null> {
    const elapsedMs = performance.now() - this.#startedMs
    const now = await readWaits([...this.#waits.keys()])
    const waitedMs = [...this.#waits].flatMap(([pid, before]) => {
      const after = now.get(pid) ?? null
      return before === null || after === null ? [] : [after - before]
    })
    return waitedMs.length === 0 ? null : Math.max(...waitedMs) / elapsedMs
  }
}

/** The second number of a schedstat line, nanoseconds of waiting, in ms; `null` where there is none. */
export function parseCoreWaitMs(text: string): number | null {
  const nanoseconds = Number(text.trim().split(' ')[1] ?? Number.NaN)
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : null
}

async function readWaits(pids: readonly number[]): Promise<ReadonlyMap<number, number | null>> {
  const waits = new Map<number, number | null>()
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '')
    waits.set(pid, parseCoreWaitMs(text))
  }
  return waits
}
