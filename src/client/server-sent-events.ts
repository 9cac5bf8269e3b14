/** One message of a stream. */
export interface ServerSentEvent {
  readonly name: string
  readonly data: string
}

/**
 * Reads a stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): of each message its name and data.
 * A message that the end of the stream cuts off is left out.
 */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const bytes of body) {
    const messages = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n\r\n|\n\n|\r\r/)
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const event = parsed(message)
      if (event !== null) yield event
    }
  }
}

function parsed(message: string): ServerSentEvent | null {
  const data: string[] = []
  let name = 'message'
  for (const line of message.split(/\r\n|\n|\r/)) {
    const { field = '', value = '' } = /^(?<field>[^:]*)(?:: ?(?<value>.*))?$/.exec(line)?.groups ?? {}
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
  }
  return data.length === 0 ? null : { name, data: data.join('\n') }
}
