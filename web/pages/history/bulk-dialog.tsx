import { Alert, Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { type HistoryFilter, bulk } from '../../api/history.ts'
import type { Scope } from '../../api/scope.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'

export type BulkVerb = 'redeliver' | 'stop'

interface BulkDialogProps {
  readonly scope: Scope
  readonly verb: BulkVerb
  readonly filter: HistoryFilter
  readonly onClose: () => void
}

/** Counting stops here: nobody reads a number beyond it more exactly. */
const MAX_COUNTED = 100_000

/** Acts on all deliveries that fit the filter: first the number, then the deed with its progress. */
export function BulkDialog({ scope, verb, filter, onClose }: BulkDialogProps) {
  const t = useText()
  const words = t.bulk[verb === 'redeliver' ? 'redelivering' : 'stopping']
  const count = useQuery({
    queryKey: ['bulk-count', scope.api, verb, filter],
    staleTime: 0,
    queryFn: () => countAll(scope, verb, filter),
  })
  const run = useBulkRun(scope, verb, filter)
  const total = count.data ?? 0
  const failure = count.error ?? run.error
  return (
    <Modal opened onClose={onClose} title={words.title} centered closeOnClickOutside={!run.isRunning}>
      <Stack>
        <Text>{t.bulk.filterSays}</Text>
        <Text fw={600} aria-live="polite">
          {count.data === undefined ? t.policy.counting : words.says(total, total >= MAX_COUNTED)}
        </Text>
        {(run.isRunning || run.done !== null) && (
          <Progress.Root size="lg">
            <Progress.Section
              value={total === 0 ? 100 : Math.min(100, (100 * run.handled) / total)}
              aria-label={words.title}
            />
          </Progress.Root>
        )}
        {run.done !== null && (
          <Alert color="teal" icon={<CircleCheck size={18} />}>
            {words.done(run.done)}
          </Alert>
        )}
        {failure !== null && <FailureNote error={failure} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {run.isRunning || run.done === null ? t.cancel : t.close}
          </Button>
          {run.done === null && (
            <Button
              onClick={run.start}
              loading={run.isRunning}
              disabled={total === 0}
              {...(verb === 'stop' && { color: 'red' })}
            >
              {words.submit}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

async function countAll(scope: Scope, verb: BulkVerb, filter: HistoryFilter): Promise<number> {
  let total = 0
  let cursor: number | undefined
  do {
    const part = await bulk(scope, verb, { filter, dry_run: true, cursor })
    total += part.matched
    cursor = part.next
  } while (cursor !== undefined && total < MAX_COUNTED)
  return total
}

/** Goes through all parts; what was begun ends with the part under way when the dialog is closed. */
function useBulkRun(scope: Scope, verb: BulkVerb, filter: HistoryFilter) {
  const client = useQueryClient()
  const [state, setState] = useState({ isRunning: false, handled: 0, done: null as number | null })
  const [error, setError] = useState<Error | null>(null)
  const start = async (): Promise<void> => {
    setError(null)
    setState({ isRunning: true, handled: 0, done: null })
    try {
      let handled = 0
      let done = 0
      let cursor: number | undefined
      do {
        const part = await bulk(scope, verb, { filter, cursor })
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
