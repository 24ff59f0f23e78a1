import { config } from 'zod'

// The page's content security policy forbids making code from text; zod would try, and the browser would report it. Before any schema.
config({ jitless: true })
