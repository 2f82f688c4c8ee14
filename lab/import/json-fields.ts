import { shortenValue } from '../../models/scenario/shorten-value.ts'
import { UsageError } from '../usage-error.ts'

/** An object of a JSON file, which says where it is when something in it is missing or wrong. */
export class JsonFields {
  readonly #file: string
  readonly #path: readonly string[]
  readonly #fields: Readonly<Record<string, unknown>>

  /**
   * @param path keys that lead to it
   * @throws UsageError when `value` is no object
   */
  constructor(file: string, value: unknown, path: readonly string[] = []) {
    this.#file = file
    this.#path = path
    if (!isObject(value)) throw this.#error('', isAbsent(value) ? 'is missing' : 'is not an object')
    this.#fields = value
  }

  get keys(): readonly string[] {
    return Object.keys(this.#fields)
  }

  has(key: string): boolean {
    return !isAbsent(this.#fields[key])
  }

  /** @throws UsageError when it is missing, or no object */
  object(key: string): JsonFields {
    return new JsonFields(this.#file, this.#fields[key], [...this.#path, key])
  }

  /** @returns `null` where it is missing or null */
  optionalObject(key: string): JsonFields | null {
    return this.has(key) ? this.object(key) : null
  }

  /** @throws UsageError when it is missing, or no finite number from 0 up */
  number(key: string): number {
    const value = this.optionalNumber(key)
    if (value === null) throw this.#error(key, 'is missing')
    return value
  }

  /** @returns `null` where it is missing or null @throws UsageError when it is no finite number from 0 up */
  optionalNumber(key: string): number | null {
    const value = this.#fields[key]
    if (isAbsent(value)) return null
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw this.#error(key, `is ${shortenValue(value)}, which is no number`)
    }
    if (value < 0) throw this.#error(key, `is ${value}, which is negative`)
    return value
  }

  /** @returns `null` where it is missing, null, or no text */
  text(key: string): string | null {
    const value = this.#fields[key]
    return typeof value === 'string' ? value : null
  }

  /** @returns ISO 8601, UTC, in ms; `null` where there is no such time, or the year 1, which is Go's for none */
  time(key: string): string | null {
    const ms = Date.parse(this.text(key) ?? '')
    return Number.isNaN(ms) || ms < 0 ? null : new Date(ms).toISOString()
  }

  /** @throws UsageError when it is missing, or no list */
  list(key: string): readonly unknown[] {
    const value = this.#fields[key]
    if (Array.isArray(value)) return value as readonly unknown[]
    throw this.#error(key, isAbsent(value) ? 'is missing' : 'is not a list')
  }

  #error(key: string, what: string): UsageError {
    const path = [...this.#path, ...(key === '' ? [] : [key])].join('.')
    return new UsageError(`${this.#file}: ${path === '' ? 'the file' : path} ${what}`)
  }
}

/** Whether JSON is an object with all of these keys. */
export function hasKeys(
  json: unknown,
  ...keys: readonly string[]
): json is Readonly<Record<string, unknown>> {
  return isObject(json) && keys.every((key) => key in json)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}
