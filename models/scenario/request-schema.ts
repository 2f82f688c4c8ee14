import * as z from 'zod'
import { HEADER_NAME, HEADER_VALUE, HTTP_METHODS, REQUEST_PATH } from '../requests/http-syntax.ts'
import type { BuildRequest, CheckResponse, JsonValue } from '../requests/request-spec.ts'
import { isJsonValue } from './is-json-value.ts'
import { numberAbove0, numberFrom, object, oneOf, text, wholeNumber } from './schema-fields.ts'

const safeInteger = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const choiceError = 'text or a number'
const choiceValue = z.union([z.string().refine((value) => !/\p{Surrogate}/u.test(value)), z.number()], {
  error: choiceError,
})

const generator = z.discriminatedUnion(
  'kind',
  [
    object('a generator', { kind: z.literal('integer'), min: safeInteger, max: safeInteger }).refine(
      ({ min, max }) => max >= min && Number.isSafeInteger(max - min + 1),
      { path: ['max'], error: 'a whole number not below min, and less than 2^53 above it' },
    ),
    object('a generator', {
      kind: z.literal('choice'),
      values: z.array(choiceValue, { error: 'a list of values' }).min(1, { error: 'at least one value' }),
    }),
    object('a generator', {
      kind: z.literal('zipf'),
      size: wholeNumber(1, 1_000_000),
      exponent: numberFrom(0, 10),
    }),
    object('a generator', { kind: z.literal('uuid') }),
    object('a generator', { kind: z.literal('sequence'), start: safeInteger.optional() }),
    object('a generator', {
      kind: z.literal('feed'),
      file: text('the path of a CSV file, relative to the scenario'),
      column: text('the name of a column'),
    }),
  ],
  { error: 'a generator such as { kind: "integer", min: 1, max: 1000 }' },
)

const parameterName = text(
  'a name of letters, digits and underscores that starts with no digit',
  /^[A-Za-z_][A-Za-z0-9_]*$/,
)
const pathError = 'a path that starts with / and has no spaces, fragment or characters outside ASCII'
const headersError = 'headers such as { accept: "text/html" }'

/** What is sent. */
export const request = object('a request such as { path: "/" }', {
  name: text('a name of 1 to 80 characters', /^.{1,80}$/).optional(),
  weight: numberAbove0(1_000_000).default(1),
  method: oneOf(HTTP_METHODS).default('GET'),
  path: text(pathError, REQUEST_PATH),
  headers: z
    .record(
      text('a header name: letters, digits and hyphens', HEADER_NAME),
      text('text on one line, in Latin-1', HEADER_VALUE),
      { error: headersError },
    )
    .optional(),
  body: z
    .custom<JsonValue>(isJsonValue, { error: 'text or a JSON value, without undefined, functions or cycles' })
    .optional(),
  parameters: z
    .record(parameterName, generator, { error: 'parameters such as { id: { kind: "uuid" } }' })
    .optional(),
  build: z.custom<BuildRequest>(isFunction, { error: 'a function' }).optional(),
  check: z.custom<CheckResponse>(isFunction, { error: 'a function' }).optional(),
})

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}
