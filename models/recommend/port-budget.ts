import type { Check } from './constraint.ts'

/** `net.ipv4.ip_local_port_range` of Linux is 32768 to 60999 unless set (ip-sysctl). */
const LINUX_LOCAL_PORTS = 28_232

/**
 * Local ports: each connection to the target has one of its own, and keeps it for the time of TIME_WAIT (60 s on Linux,
 * TCP_TIMEWAIT_LEN) after this side has closed it. In the window with most dials, dials/s × that time + what is open
 * must be within the range. Each pod is taken to have an address of its own, as containers have; pods that share one
 * share its ports too, which the sentence says as well.
 */
export const portBudget: Check = ({ expected }, { pods, surroundings }) => {
  const limit = surroundings.localPorts ?? LINUX_LOCAL_PORTS
  const heldSeconds = surroundings.portHeldMs / 1000
  const closing = expected.peakDialsPerSecond * heldSeconds
  const together = Math.ceil(closing + expected.peakOpen)
  const each = Math.ceil((closing + expected.peakOpen) / pods)
  const figures = `${each} of ${limit}`
  const assumed = surroundings.localPorts === null ? ' (the default of Linux)' : ''
  const rate = `${(expected.peakDialsPerSecond / pods).toFixed(2)} dials/s`
  const shared =
    pods === 1
      ? ''
      : `; all ${pods} pods behind one address would need ${together}${together > limit ? ', which is too many' : ''}`
  return {
    name: 'ports',
    holds: each <= limit,
    atLimit: each === limit,
    figures,
    sentence:
      `Local ports: a pod with an address of its own needs up to ${each} of ${limit}${assumed}: ${rate} at most, each held ` +
      `for ${heldSeconds} s after its close, and ${Math.ceil(expected.peakOpen / pods)} open${shared}.`,
  }
}
