import { median } from '../../../models/statistics/median.ts'
import { atLeast, type Goal } from './goals.ts'
import { autocannon, hey, kneepoint, type Rival, wrk } from './rival.ts'

const CONNECTIONS = 50
const SECONDS = 4

/**
 * Requests per second of each, one thread, 50 connections, in rounds in which they take turns; the medians are
 * compared, since all share the machine's moods.
 */
export async function compareClosedLoops(
  url: string,
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Goal[]> {
  const rivals: Rival[] = []
  for (const rival of [kneepoint('wire'), kneepoint('undici'), autocannon, wrk, hey]) {
    const why = await rival.unavailable()
    if (why === null) rivals.push(rival)
    else say(`${rival.name} is left out: ${why}`)
  }
  const rates = new Map(rivals.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const rival of rivals) {
      rates.get(rival.name)?.push(await rival.measure(url, CONNECTIONS, SECONDS))
    }
  }
  const middle = (name: string) => median(rates.get(name) ?? [])
  for (const { name } of rivals) {
    const each = rates
      .get(name)
      ?.map((rate) => rate.toFixed(0))
      .join(' ')
    say(`${name.padEnd(16)} ${middle(name).toFixed(0).padStart(7)}/s   (${each})`)
  }
  const goals = [
    atLeast('wire / autocannon', middle('kneepoint wire') / middle('autocannon'), 1.4),
    atLeast('undici / autocannon', middle('kneepoint undici') / middle('autocannon'), 0.85),
  ]
  if (rates.has('wrk')) goals.push(atLeast('wire / wrk', middle('kneepoint wire') / middle('wrk'), 0.85))
  return goals
}
