/** What happens next in a simulation. A response: the last of it is read at the client. */
export const RESPONSE = 0
export const DIALED = 1
/** Time to look whether the server has closed an idle connection. */
export const WATCH = 2
/** The server answers that it had closed the connection. */
export const RESET = 3
/** A connection breaks under a request, by chance. */
export const BROKEN = 4
export const DIAL_FAILED = 5
/** The pause before a request goes out again is over. */
export const SEND_AGAIN = 6
