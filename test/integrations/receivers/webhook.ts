import type { IncomingHttpHeaders } from 'node:http'

/** A webhook as a receiver sees it. */
export interface Webhook {
  /** With the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a receiver answers, and what it does by its rules: `refresh registry.example.com/shop/web 1.4.2`. */
export interface Reading {
  readonly status: number
  readonly acts: readonly string[]
}

/** A refusal, or an answer that nothing follows. */
export function nothing(status: number): Reading {
  return { status, acts: [] }
}

/** The body of Harbor's format `Default`, as far as receivers read it; null where it is no JSON object. */
export interface HarborBody {
  readonly type?: string
  readonly event_data?: {
    readonly resources?: readonly {
      readonly tag?: string
      readonly digest?: string
      readonly resource_url?: string
    }[]
    readonly repository?: { readonly repo_full_name?: string }
  }
}

export function harborBody({ body }: Webhook): HarborBody | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? parsed : null
  } catch {
    return null
  }
}

/** The media type alone, without its parameters. */
export function mediaType({ headers }: Webhook): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim()
}

/** What a path such as `event_data.resources[0].tag` finds in a JSON text: a text as it is, all else as JSON; undefined where it finds nothing. */
export function valueAt(json: string, path: string): string | undefined {
  const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  const found = keys.reduce<unknown>(
    (there, key) => (there as Record<string, unknown> | null | undefined)?.[key],
    JSON.parse(json),
  )
  return typeof found === 'string' ? found : JSON.stringify(found)
}
