import { channelOpener } from './channels.ts'
import { createConnection } from './connection.ts'
import { takeToken } from './token.ts'

/** The page's one connection to the core. Only stores use it. */
export const connection = createConnection(channelOpener(takeToken()))
