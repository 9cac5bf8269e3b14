import { readdirSync, readFileSync } from 'node:fs'
import type { Webhook } from './receivers/webhook.ts'

const folder = new URL('../golden/default/', import.meta.url)

/** The golden files of the format `Default` by their names, as one request each: with the target's log-in, to its path. */
export function goldenWebhooks(path: string, authorization: string): readonly (readonly [string, Webhook])[] {
  return readdirSync(folder).map((file) => {
    const type = file.split(/[-.]/)[0]!
    const headers = { 'content-type': 'application/json', 'x-bellbuoy-event': type, authorization }
    return [file.replace('.json', ''), { path, headers, body: readFileSync(new URL(file, folder), 'utf8') }]
  })
}

/** Names of the golden files that a receiver answers with 2xx and acts on. */
export function actedOn(
  webhooks: readonly (readonly [string, Webhook])[],
  read: (webhook: Webhook) => { readonly acts: readonly string[] },
): readonly string[] {
  return webhooks.filter(([, webhook]) => read(webhook).acts.length > 0).map(([name]) => name)
}
