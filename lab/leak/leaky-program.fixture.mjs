// Leaks in one way after the other, and writes a heap snapshot into the folder that it is told before the first and after
// each: `0.heapsnapshot`, then one named after each way.
import { EventEmitter, setMaxListeners } from 'node:events'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'

class Payload {
  text

  constructor(i) {
    this.id = i
    this.text = `payload ${i}`
  }

  length() {
    return this.text.length
  }
}

const requests = new Map()
const seen = new Set()
const byName = {}
const history = []
const callbacks = []
const bus = new EventEmitter()
bus.setMaxListeners(0)
const controller = new AbortController()
setMaxListeners(0, controller.signal)
const never = new Promise(() => {})
const cache = new WeakMap()
const owners = []
let latest = null
let head = null
globalThis.registry = new Map()

const connections = []
const server = createServer((socket) => {
  socket.on('error', () => {})
})

const ways = {
  map: (i) => requests.set(`id ${i}`, new Payload(i)),
  set: (i) => seen.add(new Payload(i)),
  dictionary: (i) => (byName[`name ${i}`] = new Payload(i)),
  array: (i) => history.push(new Payload(i)),
  global: (i) => globalThis.registry.set(i, new Payload(i)),
  weakMap: (i) => {
    const owner = { i }
    owners.push(owner)
    cache.set(owner, new Payload(i))
  },
  listener: (i) => {
    const payload = new Payload(i)
    bus.on('tick', () => payload.id)
  },
  abort: (i) => {
    const payload = new Payload(i)
    controller.signal.addEventListener('abort', () => payload.id)
  },
  timeout: (i) => {
    const payload = new Payload(i)
    setTimeout(() => payload.id, 100_000_000)
  },
  thenable: (i) => {
    const payload = new Payload(i)
    void never.then(() => payload.id)
  },
  await: (i) => void waitFor(new Payload(i)),
  callbacks: (i) => {
    const payload = new Payload(i)
    callbacks.push(() => payload.id)
  },
  // Each function keeps the variables of the call before it, since one that is not used refers to them.
  closure: (i) => {
    const before = latest
    const unused = () => before
    latest = { payload: new Payload(i), isFirst: () => i === 0 && unused !== null }
  },
  list: (i) => (head = { payload: new Payload(i), next: head }),
  socket: async () => {
    const { port } = server.address()
    await new Promise((connected) => connections.push(connect(port, '127.0.0.1', connected).unref()))
  },
}

async function waitFor(payload) {
  await never
  return payload
}

const [folder, ...wanted] = process.argv.slice(2)
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
for (const name of wanted) for (let i = 0; i < 30; i++) await ways[name](i)
writeHeapSnapshot(join(folder, '0.heapsnapshot'))
for (const name of wanted) {
  for (let i = 0; i < 120; i++) await ways[name](1000 + i)
  writeHeapSnapshot(join(folder, `${name}.heapsnapshot`))
}
process.exit()
