import { randomBytes, randomUUID } from 'node:crypto'

import type { Notification } from './notifications.ts'

/** Webhooks that a listener gets, as Bellbuoy sends them in the format `Default`: each about a new tag, in random repositories. */
export interface WebhookLoad {
  readonly url: string
  /** The header `Authorization`. */
  readonly authorization: string
  readonly run: number
  readonly events: number
  readonly repositories: number
  readonly connections: number
  readonly notificationsPerSecond: null
}

/** The whole load as requests, so that sending it composes nothing. */
export function webhooksOf(load: WebhookLoad): readonly Notification[] {
  return Array.from({ length: load.events }, (_, firstEvent) => ({
    request: requestOf(load, firstEvent),
    timesAt: [],
    firstEvent,
    events: 1,
  }))
}

function requestOf({ url, authorization, run, repositories }: WebhookLoad, event: number): Buffer {
  const { host, pathname } = new URL(url)
  const repository = `bench/app-${String(Math.floor(Math.random() * repositories))}`
  const body = bodyOf(repository, `v${String(run)}.${String(event)}`)
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    'User-Agent: Bellbuoy/0.1.0',
    `Authorization: ${authorization}`,
    `Webhook-Id: ${randomUUID()}_1`,
    `Webhook-Timestamp: ${seconds()}`,
    'X-Bellbuoy-Event: PUSH_ARTIFACT',
    `X-Bellbuoy-Repository: ${repository}`,
    'X-Bellbuoy-Attempt: 1',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function bodyOf(repository: string, tag: string): string {
  const digest = `sha256:${randomBytes(32).toString('hex')}`
  const resource_url = `registry.example.com/${repository}:${tag}`
  const [namespace, name] = repository.split('/')
  return JSON.stringify({
    type: 'PUSH_ARTIFACT',
    occur_at: Number(seconds()),
    operator: 'bench',
    event_data: {
      resources: [{ digest, tag, resource_url }],
      repository: {
        date_created: 1772359204,
        name,
        namespace,
        repo_full_name: repository,
        repo_type: 'private',
      },
    },
  })
}

function seconds(): string {
  return String(Math.floor(Date.now() / 1000))
}
