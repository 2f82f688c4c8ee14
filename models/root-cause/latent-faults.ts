import { exp } from '../random/portable-math.ts'
import type { Cause } from './blame.ts'
import { lateShare, timeoutFault } from './failure-blame.ts'
import { mean } from './significant-excess.ts'
import type { CallChange, ServiceChange, StretchChange } from './stretch-change.ts'
import { threadFault } from './time-blame.ts'

/** What has changed of a service, in its own measure: the share of what there is that is lost, taken or added. */
export interface LatentFault {
  readonly cause: Cause
  /** In (0, 1]. */
  readonly severity: number
}

/** What has changed of services by more than chance, whether or not anybody had to wait for it. */
export function latentFaults({ services, calls }: StretchChange): readonly LatentFault[] {
  const found = [...[...services.values()].flatMap(ofService), ...calls.flatMap(ofCall)]
  return found.filter(({ severity }) => severity > 0)
}

function ofService(change: ServiceChange): LatentFault[] {
  const { service, addedSelfMs, addedBusyShare, lnFewerSlots, faulty } = change
  const cause = (kind: Cause['kind']): Cause => ({ service, kind, peer: null })
  return [
    { cause: cause('lost-capacity'), severity: shareOf(lnFewerSlots) },
    { cause: cause(threadFault(change)), severity: Math.min(1, addedBusyShare) },
    {
      cause: cause('slow-dependency'),
      severity: addedSelfMs > 0 && addedBusyShare === 0 ? addedSelfMs / mean(faulty.selves) : 0,
    },
  ]
}

function ofCall(call: CallChange): LatentFault[] {
  const cause = (kind: Cause['kind']): Cause => ({ service: call.from, kind, peer: call.to })
  const late = lateShare(call.faulty) - (call.healthy === null ? 1 : lateShare(call.healthy))
  return [
    {
      cause: cause('leaked-connection'),
      severity: call.faulty.leaked.count / Math.max(1, call.faulty.leaked.limit),
    },
    { cause: cause('retry-storm'), severity: shareOf(call.lnAttempts) },
    { cause: cause('lost-capacity'), severity: shareOf(call.lnLowerLimit) },
    { cause: cause('timeout-order'), severity: Math.max(0, late) * timeoutFault(call) },
  ]
}

/** From the ln of a factor to the share of the larger that is the difference. */
function shareOf(lnFactor: number): number {
  return 1 - exp(-lnFactor)
}
