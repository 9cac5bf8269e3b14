export type MessageHeaders = Readonly<Record<string, string | readonly string[]>>

/** A request or an answer as it goes over the wire: first line, headers, body. */
export function messageText(firstLine: string, headers: MessageHeaders, body: string): string {
  return [firstLine, ...headerLines(headers), ...(body === '' ? [] : ['', body])].join('\n')
}

export function headerLines(headers: MessageHeaders): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))
}
