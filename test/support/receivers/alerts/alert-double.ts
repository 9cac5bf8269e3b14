import type { ReceivedRequest } from '../received-requests.ts'
import type { ServiceDouble } from '../service-double.ts'

/** A system of alerts as its maker documents it. */
export interface AlertDouble extends ServiceDouble {
  /** What the format wrote for a request, where that is not its body. */
  readonly payloadIn?: (request: ReceivedRequest) => string
  /** The key of the alert that a payload is about, and whether it opens it. */
  readonly alertIn: (payload: string) => { readonly key: string; readonly isOpened: boolean }
}
