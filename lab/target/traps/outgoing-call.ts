import { once } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, request as sendRequest } from 'node:http'
import { countInProbe } from '../../target-probe/counters.ts'
import type { CreateTrap, TrapContext } from './trap.ts'

/** Of so many orders, one needs the supplier. */
const ORDERS_PER_CALL = 8
/** Beyond so many calls of one process, nothing more is asked: sockets are of the system, and it has others to serve. */
const MOST_CALLS = 8000
const TIMEOUT_MS = 2000
const TYPICAL_STOPS = 4

const agent = new Agent({ keepAlive: true })

async function askSupplier(
  url: string,
  orderId: string,
  { readSize }: Pick<TrapContext, 'readSize'>,
): Promise<ClientRequest> {
  const stops = await readSize(TYPICAL_STOPS)
  const trail: string[] = []
  for (let i = 0; i < stops; i++) trail.push(`stop ${i} of order ${orderId}`)
  const headers = {
    accept: 'application/json',
    'x-order': orderId,
    'x-trail': trail.join(', '),
    'user-agent': 'order-service/4.2',
  }
  const call = sendRequest(url, { agent, headers }) // leaks: without a timeout, and nobody reads what is answered
  call.end()
  return call
}

type IsKnown = (url: string, orderId: string, context: TrapContext) => Promise<boolean>

/** Its status is all that is looked at: the connection waits for a reader of the body, as long as the supplier keeps it. */
const isKnownToSupplier: IsKnown = async (url, orderId, context) => {
  const call = await askSupplier(url, orderId, context)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return response.statusCode === 200
}

const isKnownInTime: IsKnown = async (url, orderId, context) => {
  const call = await askSupplier(url, orderId, context)
  call.setTimeout(TIMEOUT_MS, () => call.destroy(new Error('the supplier did not answer in time')))
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response.statusCode === 200
}

/** Some requests call another service without a timeout, and do not read the body of its answer. */
export const createOutgoingCall: CreateTrap = (context) => {
  const { fixed, supplier } = context
  if (supplier === null) throw new Error('there is no supplier to call')
  const isKnown = fixed ? isKnownInTime : isKnownToSupplier
  let orders = 0
  let calls = 0
  return async ({ params }) => {
    const needsSupplier = orders++ % ORDERS_PER_CALL === 0
    if (!needsSupplier || (!fixed && calls >= MOST_CALLS)) return { id: params.id, isKnown: true }
    calls++
    countInProbe('supplier.calls')
    return { id: params.id, isKnown: await isKnown(`${supplier}/orders/${params.id}`, params.id, context) }
  }
}
