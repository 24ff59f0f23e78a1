/**
 * The page's content security policy forbids making code from text; zod would try, and the browser would report it. Its configuration is
 * put where zod looks for it when it is loaded: importing zod for it would hold up the page.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

export {}
