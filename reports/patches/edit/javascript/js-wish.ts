import type { PoolSettingName } from '../../../../models/pool/settings.ts'
import type { WantedSettings } from '../config-dialect.ts'
import type { FieldWish } from '../syntax/lezer-tree-plan.ts'
import type { JsValue } from './js-constant.ts'
import type { JsField } from './js-options.ts'
import type { PoolMaker } from './js-pool.ts'

export type JsWish = FieldWish<JsValue>

/** How one client of JavaScript is told what is wanted. */
export interface JsClient {
  readonly name: string
  readonly makers: readonly PoolMaker[]
  readonly wishes: (wanted: WantedSettings, makers: readonly PoolMaker[]) => readonly JsWish[]
  /** Options under names that the client still takes, and prefers, with the names that they have now. */
  readonly formerNames: Readonly<Record<string, string>>
  /** Options that are properties of the pool as well, which it looks at whenever it decides. */
  readonly assignable: readonly string[]
  /** What to mind beside what the client cannot express. */
  readonly notes: (
    wanted: WantedSettings,
    fields: readonly JsField[],
    makers: readonly PoolMaker[],
  ) => readonly string[]
  /** What to do where a setting cannot be expressed: the end of a sentence. */
  readonly workarounds: Partial<Record<PoolSettingName, string>>
}

export function wish(name: string, says: (value: JsValue) => boolean, text: string): JsWish {
  return { name, holds: says, write: () => text, isCompanion: false }
}

export function companion(name: string, says: (value: JsValue) => boolean, text: string): JsWish {
  return { name, holds: says, write: () => text, isCompanion: true }
}

/** Whether an option is as good as not written. */
export function isAbsent(value: JsValue): value is null | undefined {
  return value === null || value === undefined
}
