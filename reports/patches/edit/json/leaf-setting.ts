import { readNative } from '../../../../models/clients/dialect/read-native.ts'
import type { NativeSetting } from '../../../../models/clients/client.ts'
import { ConfigEditError, type WantedSettings } from '../config-dialect.ts'
import { oneLine } from '../syntax/lezer-tree-plan.ts'
import { type DataMap, nodeAt, resolved, type Step } from './data-tree.ts'
import type { WantedLeaf } from './plan-leaves.ts'

/** A setting of a pool that is one scalar in a file. */
export interface LeafSetting {
  /** Steps from the place's map, as the file spells them. */
  readonly path: readonly Step[]
  /** For messages. */
  readonly name: string
  /** The canonical number of what is written; `null` where it cannot be read, NaN where it means nothing else has. */
  readonly read: (text: string, isNumber: boolean) => number | null
  /** What holds where nothing is written; `null` where that differs between versions. */
  readonly absent: number | null
}

/**
 * What has to be written so that a setting says the target; nothing where it says it already, in whatever notation.
 *
 * @throws ConfigEditError where it would have to change and is computed, or cannot be read
 */
export function settingLeaf(map: DataMap, setting: LeafSetting, target: string | number): WantedLeaf[] {
  const { path, name, read, absent } = setting
  const meaning = read(String(target), typeof target === 'number')
  const node = nodeAt(map, path)
  const scalar = node === undefined ? undefined : resolved(node)
  const leaf = { path, value: target }
  if (node === undefined || scalar === undefined) return absent === meaning ? [] : [leaf]
  if (scalar.kind !== 'scalar') throw new ConfigEditError(`${name} is not a single value`, node.from)
  if (scalar.value === null) return absent === meaning ? [] : [leaf]
  if (scalar.computed) throw computedValue(name, scalar.text, node.from)
  const current = read(scalar.text, typeof scalar.value === 'number')
  if (current === meaning) return []
  if (current === null) throw notConstant(name, scalar.text, node.from)
  return [leaf]
}

/** Why a value that is no constant is left alone. */
export function notConstant(name: string, text: string, from: number): ConfigEditError {
  return isComputed(text)
    ? computedValue(name, text, from)
    : new ConfigEditError(`${name} is '${oneLine(text)}', which cannot be read: correct it first`, from)
}

function computedValue(name: string, text: string, from: number): ConfigEditError {
  return new ConfigEditError(`${name} is set from ${oneLine(text)}: change it where that comes from`, from)
}

/** Whether a text is filled in by something that reads the file first: `${X}`, `$(X)`, `$X`, `{{ x }}`. */
export function isComputed(text: string): boolean {
  return /\$[{(\w]|\{\{|\{env\./.test(text)
}

/**
 * Reads values as `readNative` does. 0 and less, which the canonical settings do not have, are 0 and NaN; what is no
 * number and no time is `null`.
 */
export function nativeReader(
  setting: NativeSetting,
  canonicalName: keyof WantedSettings,
): (text: string) => number | null {
  return (text) => {
    try {
      return readNative(setting, text, canonicalName)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      const number = /^\s*(-?\d+(?:\.\d+)?)\s*(?:[a-zµ]*)\s*$/i.exec(text)?.[1]
      if (number === undefined) return null
      return Number(number) === 0 ? 0 : NaN
    }
  }
}
