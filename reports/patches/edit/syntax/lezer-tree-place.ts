import type { Client } from '../../../../models/clients/client.ts'
import { unsettableNotes } from '../../../../models/clients/dialect/unsettable-notes.ts'
import type { PoolSettingName } from '../../../../models/pool/settings.ts'
import { ConfigEditError, type ConfigPlace, type Splice, type WantedSettings } from '../config-dialect.ts'
import type { SourceField, SourceWish } from './lezer-tree-field.ts'
import { type FieldPlan, planFields } from './lezer-tree-plan.ts'

/** A pool in a source file, and how it is told what is wanted. */
export interface SourcePool {
  readonly title: string
  readonly from: number
  /** In the order in which they take effect: of one name the last counts. */
  readonly fields: readonly SourceField[]
  /** Whether fields that are not among these may have been set elsewhere. */
  readonly mayHoldMore: boolean
  /** Why nothing can be changed here, as the rest of a sentence after the title; `null` where it can. */
  readonly unreadable: string | null
  readonly wishes: (wanted: WantedSettings) => readonly SourceWish[]
  /** @throws ConfigEditError where there is no room for them */
  readonly add: (additions: FieldPlan['additions']) => Splice[]
  /** What to mind beside what the client cannot express. */
  readonly notes: (wanted: WantedSettings) => readonly string[]
  /** What to do where a setting cannot be expressed: the end of a sentence. */
  readonly workarounds: Partial<Record<PoolSettingName, string>>
}

export function sourcePlace(client: Client, pool: SourcePool): ConfigPlace {
  const { title, from, fields } = pool
  return {
    title,
    from,
    values: fields,
    plan: (wanted) => {
      if (pool.unreadable !== null) throw new ConfigEditError(`${title} ${pool.unreadable}`, from)
      const { replacements, additions, touches, notes } = planFields(pool, pool.wishes(wanted))
      const all = { ...client.defaults, ...wanted }
      return {
        splices: [...withoutRepeats(replacements), ...(additions.length === 0 ? [] : pool.add(additions))],
        touches: [...touches, ...sharing(fields, touches)],
        notes: [
          ...new Set([...notes, ...pool.notes(wanted), ...unsettableNotes(all, client, pool.workarounds)]),
        ],
      }
    },
  }
}

/** One constant may stand for several values. */
function withoutRepeats(splices: readonly Splice[]): Splice[] {
  const kept = new Map<number, Splice>()
  for (const splice of splices) {
    const other = kept.get(splice.from)
    if (other !== undefined && other.text !== splice.text) {
      throw new ConfigEditError(
        'two settings that are to differ come from this constant: split it',
        splice.from,
      )
    }
    kept.set(splice.from, splice)
  }
  return [...kept.values()]
}

/** Names of the other fields that change with those touched, since they stand for the same text. */
function sharing(fields: readonly SourceField[], touches: readonly string[]): string[] {
  const froms = new Set(fields.filter(({ name }) => touches.includes(name)).map(({ from }) => from))
  return fields.filter(({ name, from }) => froms.has(from) && !touches.includes(name)).map(({ name }) => name)
}
