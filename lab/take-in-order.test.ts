import { describe, expect, it } from 'vitest'
import { takeInOrder } from './take-in-order.ts'

describe('takeInOrder', () => {
  it('takes in the order of the promises, each as soon as those before it are there', async () => {
    const [first, second, third] = [defer<string>(), defer<string>(), defer<string>()]
    const taken: string[] = []
    const all = takeInOrder([first.promise, second.promise, third.promise], (value) => taken.push(value))
    third.resolve('third')
    await settle()
    expect(taken).toEqual([])
    first.resolve('first')
    await settle()
    expect(taken).toEqual(['first'])
    second.resolve('second')
    await all
    expect(taken).toEqual(['first', 'second', 'third'])
  })

  it('adds to the same bytes whatever is there first', async () => {
    const terms = [0.1, 0.2, 0.3, 1e16, -1e16]
    const sums = await Promise.all([sumSettledIn([0, 1, 2, 3, 4]), sumSettledIn([4, 3, 2, 1, 0])])
    expect(sums).toEqual([0, 0])

    async function sumSettledIn(order: readonly number[]): Promise<number> {
      const deferred = terms.map(() => defer<number>())
      let sum = 0
      const all = takeInOrder(
        deferred.map(({ promise }) => promise),
        (value) => (sum += value),
      )
      for (const index of order) {
        deferred[index]?.resolve(terms[index] as number)
        await settle()
      }
      await all
      return sum
    }
  })

  it('throws at once what one of them is rejected with, though others never settle', async () => {
    const taken: number[] = []
    const never = new Promise<number>(() => {})
    const failed = takeInOrder([Promise.resolve(1), never, Promise.reject(new Error('ended'))], (value) =>
      taken.push(value),
    )
    await expect(failed).rejects.toThrow('ended')
    expect(taken).toEqual([1])
  })
})

function defer<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}

/** Until all that follows from what is settled now has run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
