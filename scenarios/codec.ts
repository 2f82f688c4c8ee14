// Three formats for the same list of items, each written in two ways: as web frameworks do it, with a string here and a
// joined buffer there, and straight into memory that is used again. Look at "codec.bytesOut", what goes over the wire,
// at "codec.copies", how often bytes are written once more, and at the table of costs: CPU time and bytes allocated
// for a request. One learns that fewer bytes on the wire and fewer copies are two things, and neither is CPU time.
import { constant, defineExperiment } from 'kneepoint'

const kinds = ['json', 'msgpack', 'schema'] as const
const ways = ['usual', 'none'] as const

export default defineExperiment({
  name: 'codec',
  variants: ways.flatMap((copies) =>
    kinds.map((kind) => ({
      name: copies === 'usual' ? kind : `${kind}-no-copies`,
      target: { builtin: 'service' as const, codec: { kind, copies }, listLength: 50 },
    })),
  ),
  traffic: [
    {
      name: 'lists',
      arrivals: constant({ rate: 500, duration: '5m' }),
      requests: [{ path: '/items', headers: { accept: '*/*' } }],
    },
  ],
  measures: ['cpuPerRequest', 'allocatedPerRequest'],
  blocks: { quick: { rounds: 6, warmupMs: 200, measuredMs: 750 } },
})
