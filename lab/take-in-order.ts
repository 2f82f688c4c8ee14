/**
 * Takes what promises give in the order of the promises, whatever the order they settle in: what adds floating-point
 * numbers up comes to the same sum every time. Each is taken as soon as those before it are.
 *
 * @throws what one of the promises is rejected with, as soon as it is; those after it are not taken
 */
export async function takeInOrder<T>(
  promises: ReadonlyArray<Promise<T>>,
  take: (value: T) => void,
): Promise<void> {
  let before: Promise<unknown> = Promise.resolve()
  const taken = promises.map((promise) => {
    before = Promise.all([promise, before]).then(([value]) => take(value))
    return before
  })
  await Promise.all(taken)
}
