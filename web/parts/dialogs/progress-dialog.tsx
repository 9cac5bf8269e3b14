import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { FailureNote } from '../failure-note.tsx'
import { Dialog } from './dialog.tsx'
import { type Missing, RemovedNote } from './removed-note.tsx'

/** The result of one call of a bulk action, which the server does in parts. */
export interface PartDone<Cursor> extends Missing {
  readonly matched: number
  readonly done: number
  /** The cursor of the next part; undefined at the end. */
  readonly next?: Cursor | undefined
}

export type DoPart<Cursor> = (part: {
  readonly dry_run: boolean
  readonly cursor: Cursor | undefined
}) => Promise<PartDone<Cursor>>

interface ProgressDialogProps<Cursor> {
  readonly title: string
  readonly children: ReactNode
  /** The effect, with the number of items. */
  readonly says: (count: number, orMore: boolean) => string
  readonly submit: string
  readonly doneSays: (count: number) => string
  readonly isDangerous?: boolean
  /** Identifies what is counted, so that another choice is counted again. */
  readonly countKey: readonly unknown[]
  readonly doPart: DoPart<Cursor>
  readonly onClose: () => void
}

/** Counting stops here: beyond it the exact number matters to nobody. */
const MAX_COUNTED = 100_000

/** A bulk action: it counts the items first, then acts on them and shows its progress. */
export function ProgressDialog<Cursor>(props: ProgressDialogProps<Cursor>) {
  const { title, children, says, submit, doneSays, isDangerous = false, countKey, doPart, onClose } = props
  const t = useText()
  const count = useQuery({
    queryKey: ['count', ...countKey],
    staleTime: 0,
    queryFn: () => countAll(doPart),
  })
  const run = useRun(doPart)
  const { total, ...missing } = count.data ?? NOTHING
  const failure = count.error ?? run.error
  return (
    <Dialog opened onClose={onClose} title={title} closeOnClickOutside={!run.isRunning}>
      <Stack>
        {children}
        <Text fw={600} aria-live="polite">
          {count.data === undefined ? t.policy.counting : says(total, total >= MAX_COUNTED)}
        </Text>
        <RemovedNote {...missing} />
        {(run.isRunning || run.done !== null) && (
          <Progress
            size="lg"
            value={total === 0 ? 100 : Math.min(100, (100 * run.handled) / total)}
            aria-label={title}
          />
        )}
        {run.done !== null && (
          <Alert color="teal" icon={<CircleCheck size={18} />}>
            {doneSays(run.done)}
          </Alert>
        )}
        {failure !== null && <FailureNote error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {run.done === null ? t.cancel : t.close}
          </Button>
          {run.done === null && (
            <Button
              onClick={run.start}
              loading={run.isRunning}
              disabled={total === 0}
              {...(isDangerous && { color: 'red' })}
            >
              {submit}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

interface Counted extends Missing {
  readonly total: number
}

const NOTHING: Counted = { total: 0 }

async function countAll<Cursor>(doPart: DoPart<Cursor>): Promise<Counted> {
  let total = 0
  let withoutPayload = 0
  let incomplete: Missing['incomplete']
  let cursor: Cursor | undefined
  do {
    const part = await doPart({ dry_run: true, cursor })
    total += part.matched
    withoutPayload += part.withoutPayload ?? 0
    incomplete ??= part.incomplete
    cursor = part.next
  } while (cursor !== undefined && total < MAX_COUNTED)
  return { total, withoutPayload, incomplete }
}

/** Runs all parts and keeps the progress. */
function useRun<Cursor>(doPart: DoPart<Cursor>) {
  const client = useQueryClient()
  const [state, setState] = useState({ isRunning: false, handled: 0, done: null as number | null })
  const [error, setError] = useState<Error | null>(null)
  const start = async (): Promise<void> => {
    setError(null)
    setState({ isRunning: true, handled: 0, done: null })
    try {
      let handled = 0
      let done = 0
      let cursor: Cursor | undefined
      do {
        const part = await doPart({ dry_run: false, cursor })
        handled += part.matched
        done += part.done
        cursor = part.next
        setState({ isRunning: true, handled, done: null })
      } while (cursor !== undefined)
      setState({ isRunning: false, handled, done })
    } catch (failure) {
      setError(failure as Error)
      setState((old) => ({ ...old, isRunning: false }))
    }
    await client.invalidateQueries({ queryKey: ['deliveries'] })
  }
  return { ...state, error, start: () => void start() }
}
