import type { z } from 'zod'

/** One call: what goes in, what comes out; both are parsed on arrival. */
export interface CallDefinition {
  readonly input: z.ZodType
  readonly output: z.ZodType
}
export type Calls = Readonly<Record<string, CallDefinition>>

/** One topic: its messages carry a sequence number, and a subscriber names the last one it has seen. */
export interface TopicDefinition {
  readonly message: z.ZodType
}
export type Topics = Readonly<Record<string, TopicDefinition>>

/** What one side offers the other. */
export interface Contract {
  readonly calls: Calls
  readonly topics: Topics
}

export interface CallContext {
  /** Aborted when the caller cancels or its connection closes. */
  readonly signal: AbortSignal
}

type MaybePromise<T> = T | Promise<T>

/** What implements a contract's calls. */
export type Handlers<C extends Contract> = {
  [K in keyof C['calls']]: (
    input: z.output<C['calls'][K]['input']>,
    context: CallContext,
  ) => MaybePromise<z.input<C['calls'][K]['output']>>
}

/** What feeds a contract's topics: emits everything after `since`, then whatever comes, until the returned function is called. */
export type Publishers<C extends Contract> = {
  [K in keyof C['topics']]: (
    since: number,
    emit: (sequence: number, message: z.input<C['topics'][K]['message']>) => void,
  ) => () => void
}

/** A contract seen from the calling side. */
export interface Caller<C extends Contract> {
  call<K extends keyof C['calls'] & string>(
    name: K,
    input: z.input<C['calls'][K]['input']>,
    options?: { signal?: AbortSignal },
  ): Promise<z.output<C['calls'][K]['output']>>
  /** @returns a function that ends the subscription */
  listen<K extends keyof C['topics'] & string>(
    name: K,
    since: number,
    onMessage: (message: z.output<C['topics'][K]['message']>, sequence: number) => void,
  ): () => void
}
