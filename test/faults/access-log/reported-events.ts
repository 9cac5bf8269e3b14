import type Type from 'typebox'
import type { EventsResponse } from '../../../src/contract/history/history.ts'
import type { ApiClient } from '../../support/app/api-client.ts'
import type { ReceivedRequest } from '../../support/receivers/received-requests.ts'
import { inShort } from './expected-events.ts'

type Events = Type.Static<typeof EventsResponse>
type Event = Events['items'][number]

/** The tags that go with a deleted manifest are events of their own. */
const hasOwnTag = (type: string): boolean => !['DELETE_ARTIFACT', 'DELETE_CHART'].includes(type)

/** The type of an event in short. */
export const typeOf = (short: string): string => short.slice(0, short.indexOf(' '))

/** A webhook in the format `Default`, in short. As in Harbor, a reference by digest stands in `tag`. */
export function webhookInShort({ body }: Pick<ReceivedRequest, 'body'>): string {
  const { type, event_data } = JSON.parse(body)
  const [{ digest, tag }] = event_data.resources
  const ownTag = hasOwnTag(type) && tag !== digest && tag ? tag : null
  return inShort(type, event_data.repository.repo_full_name, digest, ownTag)
}

/** An event of the API, in short. */
export function eventInShort({ type, repository, digest, tag }: Event): string {
  return inShort(type, repository, digest ?? '', hasOwnTag(type) ? (tag ?? null) : null)
}

/** Every event of a project. */
export async function allEvents(api: ApiClient, project: string): Promise<readonly Event[]> {
  const events: Event[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/api/v2.0/projects/${project}/webhook/received-events?limit=100${from}`
    const { items, next } = (await api.get(path)).body as Events
    events.push(...items)
    cursor = next
  }
  return events
}

/** What is in one list and not, or not as often, in the other. */
export function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1)
  return list.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count <= 0
  })
}
