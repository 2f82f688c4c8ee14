import { describe, expect, it } from 'vitest'
import { PermitQueue } from './permit-queue.ts'

describe('PermitQueue', () => {
  it('grants in the order of asking, and no more than there are', () => {
    const queue = new PermitQueue(2)
    const granted: number[] = []
    for (const i of [1, 2, 3, 4]) queue.enter(() => granted.push(i))
    expect(granted).toEqual([1, 2])
    expect(queue).toMatchObject({ held: 2, waiting: 2 })
    queue.leave()
    expect(granted).toEqual([1, 2, 3])
    queue.leave()
    queue.leave()
    queue.leave()
    expect(granted).toEqual([1, 2, 3, 4])
    expect(queue).toMatchObject({ held: 0, waiting: 0 })
    expect(() => queue.leave()).toThrow('nobody holds')
  })

  it('forgets who gives up, but not who was granted', () => {
    const queue = new PermitQueue(1)
    const granted: string[] = []
    const giveUpFirst = queue.enter(() => granted.push('first'))
    const giveUpSecond = queue.enter(() => granted.push('second'))
    queue.enter(() => granted.push('third'))
    giveUpSecond()
    giveUpFirst()
    expect(queue).toMatchObject({ held: 1, waiting: 1 })
    queue.leave()
    expect(granted).toEqual(['first', 'third'])
  })

  it('grants at once when there are more, and takes fewer as they come back', () => {
    const queue = new PermitQueue(1)
    let granted = 0
    for (let i = 0; i < 4; i++) queue.enter(() => granted++)
    queue.limit = 3
    expect(granted).toBe(3)
    queue.limit = 1
    queue.leave()
    queue.leave()
    expect(queue).toMatchObject({ held: 1, waiting: 1 })
    queue.leave()
    expect(granted).toBe(4)
  })

  it('refuses limits that are no whole number of 1 or more', () => {
    expect(() => new PermitQueue(0)).toThrow('permits must be an integer of 1 or more, not 0')
    const queue = new PermitQueue(1)
    expect(() => {
      queue.limit = 1.5
    }).toThrow(RangeError)
  })
})
