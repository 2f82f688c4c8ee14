import { ConfigEditError, type PlacePlan, type Splice, type WantedSettings } from '../config-dialect.ts'
import { lineEnd, ownLineIndent } from '../json/insert-in-braces.ts'
import type { HaproxyLine, HaproxyWord } from '../syntax/haproxy-lines.ts'
import { connectionMode, type HaproxyProxy } from './haproxy-proxy.ts'
import { hasUnknownDefaults, lineInForce } from './haproxy-sections.ts'
import { parameterEdits, type ValueEdit } from './plan-parameters.ts'
import { proxyNotes } from './proxy-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** @throws ConfigEditError where a value would have to change that is computed, conditional, or cannot be read */
export function planProxy(proxy: HaproxyProxy, wanted: WantedSettings): PlacePlan {
  const edits = [...lineEdits(proxy, wanted), ...parameterEdits(proxy, wanted)]
  return {
    splices: edits.map(({ splice }) => splice),
    touches: edits.map(({ touches }) => touches),
    notes: proxyNotes(proxy, wanted),
  }
}

/** Changes to the lines that say whether connections are kept at all. */
function lineEdits(proxy: HaproxyProxy, wanted: WantedSettings): ValueEdit[] {
  return wantsReuse(wanted) ? [...modeEdits(proxy, true), ...sharingEdits(proxy)] : modeEdits(proxy, false)
}

function modeEdits(proxy: HaproxyProxy, keeps: boolean): ValueEdit[] {
  const { section } = proxy
  const decided = connectionMode(section)
  const isKept = decided === null || decided.mode === 'http-keep-alive'
  const isOwn = decided !== null && section.lines.includes(decided.line)
  const isUnknown = decided?.line.isConditional ?? hasUnknownDefaults(section)
  if (isKept === keeps && !isUnknown) return []
  const write = keeps ? 'http-keep-alive' : 'http-server-close'
  const [first, option] = decided?.line.words ?? []
  return isOwn && first?.value === 'option' && option !== undefined
    ? [replacedWord(decided.line, option, 'option', write)]
    : [insertedLine(proxy, 'option', write)]
}

/** `http-reuse never` keeps connections for the client whose session opened them. */
function sharingEdits(proxy: HaproxyProxy): ValueEdit[] {
  const { section } = proxy
  const line = lineInForce(section, 'http-reuse')
  const isUnknown = line === undefined && hasUnknownDefaults(section)
  const strategy = line?.words[1]
  if (strategy?.value !== 'never' && !isUnknown) return []
  return line !== undefined && strategy !== undefined && section.lines.includes(line)
    ? [replacedWord(line, strategy, 'http-reuse', 'safe')]
    : [insertedLine(proxy, 'http-reuse', 'safe')]
}

function replacedWord(line: HaproxyLine, word: HaproxyWord, name: string, text: string): ValueEdit {
  if (line.isConditional) {
    throw new ConfigEditError(`${name} ${word.value} holds under a condition: change it by hand`, line.from)
  }
  return { splice: { from: word.from, to: word.to, text }, touches: name }
}

/** A new line behind the one that says the mode, or else behind the section's first. */
function insertedLine({ file, section }: HaproxyProxy, name: string, value: string): ValueEdit {
  const { header, lines } = section
  const mode = lines.findLast(({ words, isConditional }) => words[0].value === 'mode' && !isConditional)
  const model = mode ?? lines[0] ?? header
  const at = (mode ?? header).end
  const indent = ownLineIndent(file.text, model.from) ?? '    '
  const splice: Splice = { from: at, to: at, text: `${lineEnd(file.text)}${indent}${name} ${value}` }
  return { splice, touches: name }
}
