import { expect, it } from 'vitest'
import { blockerTarget } from './blocker-target.ts'

it('has its fault unless it is told otherwise, and takes what it said itself again', () => {
  const parsed = blockerTarget.parse({ builtin: 'blocker', blocker: 'mutex' })
  expect(parsed).toEqual({ builtin: 'blocker', blocker: 'mutex', fixed: false })
  expect(blockerTarget.parse(parsed)).toEqual(parsed)
})

it.each([{}, { blocker: 'semaphore' }, { blocker: 'mutex', fixed: 1 }, { blocker: 'mutex', slots: 4 }])(
  'refuses %o',
  (options) => {
    expect(blockerTarget.safeParse({ builtin: 'blocker', ...options }).success).toBe(false)
  },
)
