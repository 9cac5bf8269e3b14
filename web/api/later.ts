import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { onReachabilityChange, serverIsReachable, serverUnreachable } from './reachability.ts'

/** A part of the console that is loaded when it is shown. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loaded(load) }))
}

const LOADED_ANEW = 'bellbuoy-loaded-anew'
/** A page that fails again so soon after it was loaded anew will not be mended by that. */
const TOO_SOON_MS = 10_000

/**
 * A part that cannot be had belongs to a server that is away, or to a version that has been replaced. Browsers may remember the
 * failure, so the whole page is loaded anew once the server answers; of a part that was never shown nothing is lost.
 */
async function loaded<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load()
  } catch (error) {
    if (Date.now() - Number(sessionStorage.getItem(LOADED_ANEW)) < TOO_SOON_MS) throw error
    serverUnreachable()
    await serverIsBack()
    sessionStorage.setItem(LOADED_ANEW, String(Date.now()))
    location.reload()
    return new Promise<never>(() => undefined)
  }
}

function serverIsBack(): Promise<void> {
  return new Promise((resolve) => {
    const stop = onReachabilityChange(() => {
      if (!serverIsReachable()) return
      stop()
      resolve()
    })
  })
}
