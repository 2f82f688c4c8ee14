import { groupDigits } from '../bench/group-digits.ts'
import {
  connectionFigures,
  healthText,
  msText,
  rateText,
  stagesLeftText,
  whatText,
  workFigures,
} from './live-figures.ts'
import type { LiveView } from './live-state.ts'
import type { LoadReading } from './load-meter.ts'
import { withoutControls } from '../../reports/terminal/text-width.ts'

/** What goes on, in one line of a log. */
export function liveLine(view: LiveView): string {
  const { stages, load, work, found } = view
  const stage = stages.find(({ state }) => state === 'current')?.name ?? ''
  const what = [stage, whatText(view)].filter((text) => text !== '').join(': ')
  const facts = [
    what,
    found,
    ...(work === null ? [] : workFigures(work)),
    ...(load === null ? [] : loadFacts(load)),
    stagesLeftText(view),
  ]
  return withoutControls(facts.filter((text) => text !== '').join('; '))
}

function loadFacts(load: LoadReading): string[] {
  const { isOpen, dueRate, completedRate, p50, p99, failed, dropped, latenessP99Ms } = load
  const answered = `${rateText(completedRate)} answered`
  return [
    isOpen ? `${answered} of ${rateText(dueRate)}` : answered,
    ...(p99.ms === null ? [] : [`P50 ${msText(p50.ms)}, P99 ${msText(p99.ms)}`]),
    connectionFigures(load).join(', '),
    `${groupDigits(failed)} failed${dropped === 0 ? '' : `, ${groupDigits(dropped)} dropped`}`,
    ...(latenessP99Ms === null ? [] : [`sent ${healthText(load)}`]),
  ]
}
