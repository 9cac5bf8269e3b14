import { Readable } from 'node:stream'
import type { ChangeNotice } from '../../contract/history/live.ts'
import { TOPICS, type Topic } from '../../domain/changes.ts'

/** How long a browser waits before it comes back after a stream has ended. */
const RETRY_MS = 3000
/** Projects that a notice names; with more it is about any. */
const MAX_NAMED = 50

/** What has changed, and where: null is anywhere. */
export interface Change {
  readonly topics: ReadonlySet<Topic>
  readonly projectIds: ReadonlySet<number> | null
}

export const EVERYTHING: Change = { topics: new Set(TOPICS), projectIds: null }

export interface LiveStreamParts {
  /** Who listens, by the name that streams are counted by. */
  readonly listener: string
  /** Null: to the whole system. */
  readonly projectId: number | null
  /** Rejects once the listener may listen no more. */
  readonly readmit: () => Promise<void>
  /** Called when a reader that was behind takes more. */
  readonly onRoom: () => void
}

/**
 * One stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). What its reader has not
 * taken is merged into one notice, so it never holds more than that.
 */
export class LiveStream {
  readonly listener: string
  readonly projectId: number | null
  readonly readmit: () => Promise<void>
  readonly body: Readable
  #owed: Change | null = null
  #hasRoom = false
  #isBehind = false

  constructor({ listener, projectId, readmit, onRoom }: LiveStreamParts) {
    this.listener = listener
    this.projectId = projectId
    this.readmit = readmit
    this.body = new Readable({
      // Nothing is put by for the reader: one piece at a time.
      highWaterMark: 1,
      read: () => {
        this.#hasRoom = true
        this.#isBehind = false
        if (this.#owed !== null) onRoom()
      },
    })
    this.body.push(`retry: ${RETRY_MS}\n\n`)
  }

  owe(change: Change): void {
    this.#owed = this.#owed === null ? change : merged(this.#owed, change)
  }

  /** Sends what is owed, if the reader takes it; else it stays owed. */
  flush(): void {
    if (this.#owed === null || !this.#hasRoom) return
    const notice = noticeOf(this.#owed, this.projectId)
    this.#owed = null
    this.#send('change', notice)
  }

  /** Lets a word be heard. A reader that has taken nothing since the last time is given up. */
  beat(): void {
    if (this.#hasRoom) this.#send('heartbeat', {})
    else if (this.#isBehind) this.end()
    else this.#isBehind = true
  }

  /** Cuts it off: a reader that is behind would hold up a proper end for ever. */
  end(): void {
    this.body.destroy()
  }

  /** A comment would keep a connection open as well, but no script in a browser receives it. */
  #send(name: 'change' | 'heartbeat', data: object): void {
    this.#hasRoom = false
    this.body.push(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }
}

function merged(left: Change, right: Change): Change {
  const projectIds =
    left.projectIds === null || right.projectIds === null ? null : left.projectIds.union(right.projectIds)
  const isNamed = projectIds !== null && projectIds.size <= MAX_NAMED
  return { topics: left.topics.union(right.topics), projectIds: isNamed ? projectIds : null }
}

function noticeOf({ topics, projectIds }: Change, projectId: number | null): ChangeNotice {
  const notice = { topics: TOPICS.filter((topic) => topics.has(topic)) }
  const isNamed = projectId === null && projectIds !== null && projectIds.size <= MAX_NAMED
  return isNamed ? { ...notice, project_ids: [...projectIds] } : notice
}
