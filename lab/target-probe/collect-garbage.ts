import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = () => void

let found: Collect | null | undefined

/** Whether this runtime has a way to collect garbage when asked. */
export function canCollectGarbage(): boolean {
  return collector() !== null
}

/**
 * Two full collections with a turn of the event loop between them, in which finalizers run that let more go.
 *
 * @returns false where the runtime has no way to do so
 */
export async function collectGarbage(): Promise<boolean> {
  const collect = collector()
  if (collect === null) return false
  collect()
  await nextTurn()
  collect()
  return true
}

function collector(): Collect | null {
  found ??= findCollector()
  return found
}

/** V8 has the function in contexts that are made after its flag is set, whatever the process was started with. */
function findCollector(): Collect | null {
  const { Bun: bun } = globalThis as { readonly Bun?: { gc?(isSync: boolean): void } }
  if (bun?.gc !== undefined) return () => bun.gc?.(true)
  if (globalThis.gc !== undefined) return () => globalThis.gc?.()
  try {
    setFlagsFromString('--expose-gc')
    return runInNewContext('gc') as Collect
  } catch {
    return null
  }
}
