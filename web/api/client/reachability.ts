import { useSyncExternalStore } from 'react'
import { ping } from '../../../src/contract/calls.ts'

/** How long between two tries to reach a server that is away. */
const TRY_EVERY_MS = 2000

let isReachable = true
let timer: ReturnType<typeof setInterval> | null = null
const listeners = new Set<() => void>()

/** Whether the server answered the last call. */
export function useReachable(): boolean {
  return useSyncExternalStore(onReachabilityChange, () => isReachable)
}

/** Calls back each time the server goes away or is back; returns what ends that. */
export function onReachabilityChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function serverIsReachable(): boolean {
  return isReachable
}

export function serverAnswered(): void {
  set(true)
}

/** From now on the server is asked until it answers. */
export function serverUnreachable(): void {
  set(false)
}

function set(reachable: boolean): void {
  if (reachable === isReachable) return
  isReachable = reachable
  if (timer !== null) clearInterval(timer)
  timer = reachable ? null : setInterval(() => void ask(), TRY_EVERY_MS)
  for (const listener of listeners) listener()
}

async function ask(): Promise<void> {
  try {
    await fetch(ping.path)
    serverAnswered()
  } catch {
    // Still away: the next turn of the timer asks again.
  }
}
