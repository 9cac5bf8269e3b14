import { useSyncExternalStore } from 'react'

let hasEnded = false
const listeners = new Set<() => void>()

/** Whether an answer said that the session is over although there was one. */
export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => hasEnded,
  )
}

export function sessionEnded(): void {
  set(true)
}

export function sessionBegun(): void {
  set(false)
}

function set(ended: boolean): void {
  hasEnded = ended
  for (const listener of listeners) listener()
}
