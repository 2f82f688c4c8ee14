/**
 * JSON to stand inside a `<script type="application/json">`: no `<` that could end the element or begin a comment, and
 * none of the two line separators that older JavaScript does not allow in strings.
 *
 * @throws RangeError for a number that JSON cannot hold, which would silently become `null`
 */
export function embeddedJson(value: unknown): string {
  const text = JSON.stringify(value, (key, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) throw new RangeError(`${key} is ${each}`)
    return each
  })
  return text.replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
