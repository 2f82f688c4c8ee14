// Whether two runtimes simulated the same: same-bytes.mjs <folder of one> <folder of the other>.
// The last line sums it up; ends with 1 where a byte differs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'

const [ours, theirs] = process.argv.slice(2)

/** Of HdrHistogram's compressed V2 form: the cookie, and the length of what follows. */
const HEADER_BYTES = 8

/**
 * The file's text, with histograms as they are before they are compressed, and without the file's own checksum. Each
 * runtime has a zlib of its own, and they make different bytes of the same; it is all that may differ.
 */
function read(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^\{"sha256":"[0-9a-f]{64}",/, '{')
  return text.replace(/(?<="hdr": ?")[^"]+/g, (packed) => {
    const bytes = Buffer.from(packed, 'base64')
    const length = bytes.readUInt32BE(HEADER_BYTES / 2)
    return inflateSync(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length)).toString('hex')
  })
}

const different = []
for (const file of [
  'runs/run/fit.json',
  'runs/run/simulate.json',
  'runs/run/recommend.json',
  'simulate.json',
]) {
  const [one, other] = [read(ours, file), read(theirs, file)]
  if (one === other) {
    console.log(`${file}: the same ${one.length} characters`)
    continue
  }
  different.push(file)
  let at = 0
  while (one[at] === other[at]) at++
  const around = (text) => text.slice(Math.max(0, at - 80), at + 40)
  console.log(`${file} differs from character ${at} on:\n  ${around(one)}\n  ${around(other)}`)
}
console.log(different.length > 0 ? `differ in ${different.join(', ')} from` : 'equal to')
process.exitCode = different.length > 0 ? 1 : 0
