import { expect, it } from 'vitest'
import { blockerNames } from '../../../models/scenario/targets/blocker-target.ts'
import { blockers } from './blockers.ts'

it.each(blockerNames)('%s answers the same with and without the fault', async (name) => {
  const answersOf = async (way: 'guilty' | 'fixed') => {
    const work = blockers[name][way](7)
    return [await work(0), await work(1), await work(2)]
  }
  const answers = await answersOf('guilty')
  expect(await answersOf('fixed')).toEqual(answers)
  expect(answers.every((answer) => Object.keys(answer).length > 0)).toBe(true)
})
