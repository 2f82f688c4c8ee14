import { expect, it } from 'vitest'
import { readWaits } from '../../../models/diagnosis/waits.ts'
import { readCounters } from '../../target-probe/counters.ts'
import { WatchedSlots } from './watched-slots.ts'

async function useTheStore(slots: WatchedSlots): Promise<void> {
  await slots.acquire()
}

it('counts those that waited, how many are taken, and names the place', async () => {
  const slots = new WatchedSlots('pool', 'store', 2)
  await useTheStore(slots)
  await useTheStore(slots)
  expect(readWaits(readCounters())).toEqual([])
  const third = useTheStore(slots)
  slots.release()
  await third
  const [wait] = readWaits(readCounters())
  expect(wait).toMatchObject({
    kind: 'pool',
    name: 'store',
    waits: 1,
    busy: 2,
    site: { functionName: 'useTheStore', hotLine: 7 },
  })
  expect(wait?.site?.file).toMatch(/^\/.+\/watched-slots\.test\.ts$/)
  expect(wait?.maxMs).toBe(wait?.totalMs)
  slots.release()
  slots.release()
  expect(readWaits(readCounters())[0]?.busy).toBe(0)
  expect(() => slots.release()).toThrow('nobody holds')
})
