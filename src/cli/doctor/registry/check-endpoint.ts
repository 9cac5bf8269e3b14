import { type Finding, bad, ok, warn } from '../finding.ts'
import type { Endpoint } from './endpoint.ts'

/** Less than this, and a garbage collection or a slow disk is a failure. */
const SHORT_MS = 1000
/** For as long after a failure the registry says nothing. */
const LONG_MS = 60_000
/** What a registry calls what Bellbuoy makes events of. */
const ACTIONS = ['push', 'pull', 'delete', 'mount']
const MANIFEST = /manifest|image\.index|\+json$/

/** What the configuration says of one endpoint, but for its address and token. */
export function* checkEndpoint(endpoint: Endpoint, about: string): Generator<Finding> {
  const { isOff, onLine, line, timeoutMs, timeoutLine, backoffMs } = endpoint
  if (isOff)
    yield bad(
      about,
      `line ${line}: the endpoint is disabled, so the registry reports nothing`,
      `Write ${onLine}, and restart the registry.`,
    )
  if (timeoutMs !== null && timeoutMs.value < SHORT_MS)
    yield warn(
      about,
      `line ${timeoutMs.line}: the timeout of a notification is only ${timeoutMs.value} ms`,
      `Write ${timeoutLine}, and restart the registry.`,
    )
  if (backoffMs !== null && backoffMs.value > LONG_MS)
    yield warn(
      about,
      `line ${backoffMs.line}: after failures the registry waits ${Math.round(backoffMs.value / 1000)} s before it reports again`,
      'Write backoff: 1s, and restart the registry.',
    )
  const left = [...leftOut(endpoint, about)]
  yield* left
  if (!isOff && left.length === 0) yield ok(about, 'the registry reports everything it can')
}

function* leftOut(
  { ignoredActions, ignoredMediaTypes, mediaTypesKey }: Endpoint,
  about: string,
): Generator<Finding> {
  const actions = (ignoredActions?.value ?? []).filter((action) => ACTIONS.includes(action))
  if (ignoredActions !== null && actions.length > 0) {
    const others = ignoredActions.value.filter((action) => !ACTIONS.includes(action))
    // Debian's 2.8.2 puts back what its list of actions took out.
    const says = `line ${ignoredActions.line}: the configuration excludes ${actions.join(', ')} (version 2.8.2 reports them anyway)`
    const fix = `Write actions: [${others.join(', ')}], unless you do not need these events.`
    yield actions.includes('push') ? bad(about, says, fix) : warn(about, says, fix)
  }
  const types = (ignoredMediaTypes?.value ?? []).filter((type) => MANIFEST.test(type))
  if (ignoredMediaTypes !== null && types.length > 0) {
    const others = ignoredMediaTypes.value.filter((type) => !MANIFEST.test(type))
    yield bad(
      about,
      `line ${ignoredMediaTypes.line}: the registry does not report manifests with media type ${types.join(', ')}`,
      `Write ${mediaTypesKey}: [${others.join(', ')}], and restart the registry.`,
    )
  }
}
