import type { ServiceDouble } from '../service-double.ts'

/** A system of alerts as its maker documents it. */
export interface AlertDouble extends ServiceDouble {
  /** The key of the alert that a body is about, and whether it opens it. */
  readonly alertIn: (body: string) => { readonly key: string; readonly isOpened: boolean }
}
