/** A request from the parent process, as `Child.ask` sends it. */
export interface Ask {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

/** The answer to one request, or with id 0 the process's word that it is ready. */
export type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

export type Handlers = Readonly<Record<string, (argument: never) => unknown>>

/** Reports to the parent process that this one is ready, answers its requests, and ends when the parent is gone. */
export function serveParent(ready: unknown, handlers: Handlers): void {
  process.on('message', (ask: Ask) => void answer(ask, handlers))
  process.on('disconnect', () => process.exit())
  tell({ id: 0, value: ready })
}

async function answer(ask: Ask, handlers: Handlers): Promise<void> {
  try {
    const handler = handlers[ask.name]
    if (handler === undefined) throw new Error(`no such request: ${ask.name}`)
    tell({ id: ask.id, value: await handler(ask.argument as never) })
  } catch (error) {
    tell({ id: ask.id, error: error instanceof Error ? error.message : String(error) })
  }
}

function tell(message: Answer): void {
  process.send?.(message)
}
