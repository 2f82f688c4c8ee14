import { wrapText } from '../../reports/patches/wrap-text.ts'
import type { DefaultVerdict } from '../../models/probe/advise-client.ts'
import { formatTime } from '../simulate/format-time.ts'
import type { ClientDocument } from './probe-document.ts'
import { COLUMNS } from '../bench/text-row.ts'

const TITLE = 26
const DEFAULT = 10
const VERDICT = 12
const SETTING = COLUMNS - TITLE - DEFAULT - VERDICT

const verdicts: Readonly<Record<DefaultVerdict, string>> = {
  safe: 'safe',
  tight: 'no margin',
  unsafe: 'not safe',
  unproven: 'not known',
  'no-reuse': 'no reuse',
}

/** A row for each client: its default, whether that is safe, and what is; below it, what else there is to say. */
export function clientTable(clients: readonly ClientDocument[]): string[] {
  const heading = [
    'client'.padEnd(TITLE),
    'default'.padEnd(DEFAULT),
    'which is'.padEnd(VERDICT),
    'safe setting',
  ]
  const remedies = clients.filter((each) => each.remedies.length > 0)
  return [
    heading.join(''),
    ...clients.flatMap(row),
    ...remedies.flatMap(({ remedies: sentences }) => ['', ...wrapText(sentences.join(' '), COLUMNS, '  ')]),
  ]
}

function row({ title, byDefault, setting }: ClientDocument): string[] {
  const start = [
    title.padEnd(TITLE),
    formatTime(byDefault.idleTimeoutMs ?? Infinity).padEnd(DEFAULT),
    verdicts[byDefault.verdict].padEnd(VERDICT),
  ].join('')
  if (setting === null) return [`${start}none: see below`.trimEnd()]
  const { name, text } = setting
  const whole = `${name} ${text}`
  return whole.length <= SETTING ? [start + whole] : [start + text, `    ${name}`]
}
