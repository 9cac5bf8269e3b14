import { type ComponentType, use } from 'react'
import { onReachabilityChange, serverIsReachable, serverUnreachable } from './reachability.ts'

/** A part of the console that is loaded when it is shown, or sooner. */
export interface Later<Props> {
  (props: Props): React.ReactNode
  readonly load: () => Promise<unknown>
}

/** Once it is loaded it is shown at once: React holds what it has to wait for back longer than that takes to come. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let part: ComponentType<Props> | null = null
  let coming: Promise<ComponentType<Props>> | null = null
  const come = (): Promise<ComponentType<Props>> => (coming ??= loaded(load).then((come) => (part = come)))
  const Later = (props: Props) => {
    const Part = part ?? use(come())
    return <Part {...props} />
  }
  return Object.assign(Later, { load: come })
}

const LOADED_ANEW = 'bellbuoy-loaded-anew'
/** A page that fails again so soon after it was loaded anew will not be fixed by that. */
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
