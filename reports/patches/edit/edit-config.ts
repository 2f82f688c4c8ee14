import type { Client } from '../../../models/clients/client.ts'
import { applySplices } from './apply-splices.ts'
import {
  type ConfigDialect,
  ConfigEditError,
  type ConfigFile,
  type ConfigPlace,
  type PlacePlan,
  type WantedSettings,
} from './config-dialect.ts'
import { lineFinder, textPosition } from './text-position.ts'

/** What became of a file. */
export type ConfigEdit =
  | {
      readonly kind: 'edited'
      readonly text: string
      readonly place: FoundPlace
      readonly changes: readonly ValueChange[]
      readonly notes: readonly string[]
    }
  /** It says what is wanted already. */
  | { readonly kind: 'unchanged'; readonly place: FoundPlace; readonly notes: readonly string[] }
  /** Nothing is to be written; the message names file and line, and says what to do. */
  | { readonly kind: 'refused'; readonly message: string }

export interface FoundPlace {
  readonly title: string
  /** From 1. */
  readonly line: number
}

/** One value before and after; `null` where it is not written. */
export interface ValueChange {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

export interface EditRequest {
  readonly file: ConfigFile
  readonly client: Client
  readonly wanted: WantedSettings
  readonly dialects: readonly ConfigDialect[]
  /** Line (from 1) on which the place begins, where there are several; `null` to take the only one. */
  readonly line: number | null
}

/**
 * Changes the settings of one pool in the user's own file, and nothing else: the place is found by a parser, only the
 * texts of values are replaced or added, and what came out is parsed again. It is refused unless every place is there
 * again with the values it had, those meant have changed, and a second edit would change nothing.
 */
export function editConfig(request: EditRequest): ConfigEdit {
  const { file, client, dialects } = request
  const dialect = dialects.find(
    (each) => each.clients.includes(client.name) && each.reads(baseName(file.name)),
  )
  if (dialect === undefined) return { kind: 'refused', message: notOfKind(request) }
  try {
    return editWith(dialect, request)
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error
    return { kind: 'refused', message: `${placeName(file, error.offset)}: ${error.message}` }
  }
}

function editWith(dialect: ConfigDialect, request: EditRequest): ConfigEdit {
  const { file, client, wanted } = request
  const places = dialect.findPlaces(file, client)
  const chosen = choosePlace(places, request, dialect)
  if (typeof chosen === 'string') return { kind: 'refused', message: chosen }
  const place = places[chosen] as ConfigPlace
  const found = { title: place.title, line: textPosition(file.text, place.from).line }
  const plan = place.plan(wanted)
  const { splices, notes } = plan
  if (splices.length === 0) return { kind: 'unchanged', place: found, notes }
  const text = applySplices(file.text, splices)
  const placesAfter = parseAgain(dialect, { ...file, text }, client)
  const wrong =
    placesAfter === null
      ? 'the result does not parse'
      : difference({ places, placesAfter, chosen, plan, wanted })
  if (wrong !== null || placesAfter === null) {
    const message = `${placeName(file, place.from)}: ${place.title} cannot be changed safely: ${wrong}. Nothing was written; make the change by hand`
    return { kind: 'refused', message }
  }
  const changes = changedValues(place, placesAfter[chosen] as ConfigPlace)
  return { kind: 'edited', text, place: found, changes, notes }
}

/** The index of the place meant, or why there is none. */
function choosePlace(
  places: readonly ConfigPlace[],
  { file, client, line }: EditRequest,
  dialect: ConfigDialect,
): number | string {
  const lines = places.map(({ from }) => from).map(lineFinder(file.text))
  if (places.length === 0) {
    return `${file.name}: there is no ${client.title} pool in this ${dialect.title} file; name the file that configures it, or add the patch by hand`
  }
  const list = listText(places.map((place, i) => `${file.name}:${lines[i]} ${place.title}`))
  if (line !== null) {
    const at = lines.flatMap((each, i) => (each === line ? [i] : []))
    if (at.length === 1) return at[0] as number
    return at.length === 0
      ? `${file.name}: no ${client.title} pool begins on line ${line}; there is ${list}`
      : `${file.name}: more than one ${client.title} pool begins on line ${line}; put them on lines of their own`
  }
  return places.length === 1
    ? 0
    : `${file.name}: there are ${places.length} places that could be meant: ${list}. Name one by its line (--line)`
}

/** As many as anyone reads. */
function listText(items: readonly string[]): string {
  const shown = items.slice(0, MOST_LISTED)
  const rest = items.length - shown.length
  return [...shown, ...(rest === 0 ? [] : [`and ${rest} more`])].join('; ')
}

const MOST_LISTED = 20

function parseAgain(dialect: ConfigDialect, file: ConfigFile, client: Client): readonly ConfigPlace[] | null {
  try {
    return dialect.findPlaces(file, client)
  } catch (error) {
    if (error instanceof ConfigEditError) return null
    throw error
  }
}

/** What came out other than meant, or `null`. */
function difference(edit: {
  readonly places: readonly ConfigPlace[]
  readonly placesAfter: readonly ConfigPlace[]
  readonly chosen: number
  readonly plan: PlacePlan
  readonly wanted: WantedSettings
}): string | null {
  const { places, placesAfter, chosen, plan, wanted } = edit
  if (places.length !== placesAfter.length) {
    return `it would leave ${placesAfter.length} pools in place of ${places.length}`
  }
  const changed = places.map((place, i) => changedValues(place, placesAfter[i] as ConfigPlace))
  const unmeant = changed.flatMap((changes, i) =>
    changes.filter(({ name }) => i !== chosen || !plan.touches.includes(name)),
  )
  if (unmeant.length > 0) return `it would change ${unmeant.map(({ name }) => name).join(' and ')} as well`
  const again = (placesAfter[chosen] as ConfigPlace).plan(wanted)
  return again.splices.length === 0 ? null : 'it would not say what is wanted afterwards'
}

function changedValues(before: ConfigPlace, after: ConfigPlace): ValueChange[] {
  const [textsBefore, textsAfter] = [textsOf(before), textsOf(after)]
  return [...new Set([...textsBefore.keys(), ...textsAfter.keys()])]
    .map((name) => ({ name, before: textsBefore.get(name) ?? null, after: textsAfter.get(name) ?? null }))
    .filter((change) => change.before !== change.after)
}

function textsOf({ values }: ConfigPlace): ReadonlyMap<string, string> {
  return new Map(values.map(({ name, text }) => [name, text]))
}

function notOfKind({ file, client, dialects }: EditRequest): string {
  const known = dialects.filter((each) => each.clients.includes(client.name)).map((each) => each.title)
  return known.length === 0
    ? `${file.name}: kneepoint does not edit files for ${client.title}; apply the patch by hand`
    : `${file.name}: ${client.title} is configured in ${known.join(' or ')}, and this is none by its name`
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

function placeName({ name, text }: ConfigFile, offset: number): string {
  const { line, column } = textPosition(text, offset)
  return `${name}:${line}:${column}`
}
