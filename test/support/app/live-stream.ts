import type { Static } from 'typebox'
import Schema from 'typebox/schema'
import { ChangeNotice } from '../../../src/contract/history/live.ts'
import type { ApiClient, OpenAnswer } from './api-client.ts'
import { waitUntil } from '../wait-until.ts'

const noticeValidator = Schema.Compile(ChangeNotice)

/** A stream of server-sent events as a client reads it. Disposing it hangs up. */
export class LiveStream implements AsyncDisposable, Pick<OpenAnswer, 'status' | 'headers'> {
  readonly status: number
  readonly headers: OpenAnswer['headers']
  /** Data of each `change` so far. */
  readonly notices: Static<typeof ChangeNotice>[] = []
  heartbeats = 0
  /** Whatever came, as text. */
  text = ''
  /** Whether the server has ended it. */
  hasEnded = false
  readonly #body: OpenAnswer['body']
  #rest = ''

  constructor({ status, headers, body }: OpenAnswer) {
    this.status = status
    this.headers = headers
    this.#body = body
    body.setEncoding('utf8')
    body.on('data', (chunk: string) => this.#read(chunk))
    body.on('error', () => undefined)
    body.once('close', () => (this.hasEnded = true))
  }

  /** The next notice after the first `seen`. */
  notice(seen: number): Promise<Static<typeof ChangeNotice>> {
    return waitUntil(() => this.notices[seen], { what: `notice ${seen + 1} comes` })
  }

  ended(): Promise<boolean> {
    return waitUntil(() => this.hasEnded, { what: 'the stream ends' })
  }

  /** Takes no more; what the server sends from now on stays on the way. */
  pause(): void {
    this.#body.pause()
  }

  #read(chunk: string): void {
    this.text += chunk
    const blocks = `${this.#rest}${chunk}`.split('\n\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) this.#take(block)
  }

  #take(block: string): void {
    if (block.startsWith('event: heartbeat\n')) this.heartbeats++
    const [, data] = /^event: change\ndata: (.*)$/.exec(block) ?? []
    if (data === undefined) return
    const notice: unknown = JSON.parse(data)
    if (!noticeValidator.Check(notice)) throw new Error(`the document does not allow the notice ${data}`)
    this.notices.push(notice)
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#body.destroy()
    return Promise.resolve()
  }
}

export async function openLiveStream(
  api: ApiClient,
  path: string,
  headers?: Readonly<Record<string, string>>,
): Promise<LiveStream> {
  return new LiveStream(await api.open(path, headers))
}
