/** A request that the registry has answered, as its access log says. */
export interface LogLine {
  readonly atSeconds: number
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
  /** Address and user agent: who nobody else is taken for. */
  readonly client: string
}

/** The combined format of Apache; quotes in a user agent are escaped. */
const LINE =
  /^(?<address>\S+) - \S+ \[(?<time>[^\]]+)\] "(?<method>\S+) (?<path>[^\s?]+)\S* HTTP\/[\d.]+" (?<status>\d{3}) \d+ "(?:[^"\\]|\\.)*" "(?<userAgent>(?:[^"\\]|\\.)*)"$/

/**
 * Reads the access log of a registry.
 *
 * @throws Error for a line that is none of an access log: a request that is missed is a wrong oracle
 */
export function readAccessLog(text: string): readonly LogLine[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const fields = LINE.exec(line)?.groups
    if (fields === undefined) throw new Error(`not a line of an access log: ${line.slice(0, 300)}`)
    const { address, time, method, path, status, userAgent } = fields as Record<string, string>
    // 29/Nov/2026:00:26:08 +0000
    const atMs = Date.parse(time!.replaceAll('/', ' ').replace(':', ' '))
    return {
      atSeconds: atMs / 1000,
      method: method!,
      path: path!,
      status: Number(status),
      client: `${address} ${userAgent}`,
    }
  })
}
