/** The client of the API, as the package exports it: `import { CALLS, createClient } from 'bellbuoy/client'`. */
export * as CALLS from './contract/calls.ts'
export { ApiFailure, isOutdated } from './client/api-failure.ts'
export { type Client, createClient, inScope } from './client/client.ts'
export type { ClientOptions, Credentials } from './client/exchange.ts'
export type { ApiAnswer, ItemOf, RequestOf } from './client/request.ts'
export type { AnswerOf, ApiCall, BodyOf, ParamsOf, QueryOf } from './contract/api-call.ts'
