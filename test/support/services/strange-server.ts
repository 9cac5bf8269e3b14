import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AnswerSchema, callsOf } from '../../../src/contract/api-call.ts'
import * as CALLS from '../../../src/contract/calls.ts'

export interface StrangeServer extends AsyncDisposable {
  readonly url: string
  /** Calls that it has answered. */
  readonly answered: number
  /** Calls whose answers it holds back. */
  readonly held: number
  /** Gives the answers that it holds back. */
  readonly release: () => void
}

export interface StrangeServerOptions {
  /** Holds back the answers to all that may change something. */
  readonly holdsChanges?: boolean
}

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly format?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

const ITEMS = 2
/** What would lead to more calls. */
const CURSORS = ['next', 'cursor', 'next_cursor', 'more']

/** Answers every call of the API by its schema, with all fields there are; each text that may be any is the given one. */
export async function startStrangeServer(
  text: string,
  { holdsChanges = false }: StrangeServerOptions = {},
): Promise<StrangeServer> {
  const held: (() => void)[] = []
  const all = Object.values(CALLS).flatMap((call) => callsOf(call))
  let answered = 0
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const call = all.find((one) => one.method === request.method && matches(one.path, path))
    const [status = '404', schema = null] = Object.entries(call?.answers ?? {})[0] ?? []
    request.resume()
    const answer = (): void => {
      answered++
      response.writeHead(Number(status), { 'content-type': 'application/json', etag: '"1"', location: '/1' })
      response.end(bodyOf(schema, text))
    }
    const mayChange = call?.method !== 'GET' && call?.isOnlyQuestion !== true
    if (holdsChanges && mayChange) held.push(answer)
    else answer()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get answered() {
      return answered
    },
    get held() {
      return held.length
    },
    release() {
      for (const answer of held.splice(0)) answer()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern, path].map((one) => one.split('/'))
  return (
    wanted!.length === given!.length &&
    wanted!.every((part, index) => part.startsWith(':') || part === given![index])
  )
}

function bodyOf(schema: AnswerSchema, text: string): string {
  return typeof schema === 'object' && schema !== null ? JSON.stringify(sample(schema, text)) : ''
}

function sample(schema: Schema, text: string): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf !== undefined) return sample(schema.anyOf[0] ?? {}, text)
  if (schema.type === 'array') return Array.from({ length: ITEMS }, () => sample(schema.items ?? {}, text))
  if (schema.type === 'object') return objectOf(schema, text)
  if (schema.format === 'date-time') return '2026-11-30T12:00:00.000Z'
  return Object.hasOwn(SIMPLE, schema.type ?? '') ? SIMPLE[schema.type ?? ''] : text
}

const SIMPLE: Readonly<Record<string, unknown>> = { integer: 1, number: 1, boolean: true, null: null }

function objectOf({ properties = {}, patternProperties = {} }: Schema, text: string): object {
  const own = Object.entries(properties).filter(([key]) => !CURSORS.includes(key))
  const others = Object.values(patternProperties).map((schema) => [text, schema] as const)
  return Object.fromEntries([...own, ...others].map(([key, schema]) => [key, sample(schema, text)]))
}
