import { openChannel } from './channels.ts'
import { createConnection } from './connection.ts'

/** The page's one connection to the core. Only stores use it. */
export const connection = createConnection(openChannel)
