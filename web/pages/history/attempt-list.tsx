import { Accordion, Badge, Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { Check, Terminal } from 'lucide-react'
import { usePolicy } from '../../api/policies.ts'
import type {
  AttemptBody,
  DeliveryDetailResponse,
  ResponseBody,
} from '../../../src/contract/history/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { messageText } from '../../parts/message-text.ts'
import { Time } from '../../parts/time/time.tsx'
import { durationText } from '../../parts/time/time-text.ts'
import { useText } from '../../text/text-provider.tsx'
import { curlCommand } from './curl-command.ts'
import { RecipientList } from './recipient-list.tsx'

interface AttemptListProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
}

/** Every attempt, newest first; the newest is open. */
export function AttemptList({ scope, delivery }: AttemptListProps) {
  const t = useText()
  const newestFirst = delivery.attempts_made.toReversed()
  if (newestFirst[0] === undefined) return <Text c="dimmed">{t.history.noAttempts}</Text>
  return (
    <Accordion defaultValue={String(newestFirst[0].number)} variant="separated">
      {newestFirst.map((attempt) => (
        <Accordion.Item key={attempt.number} value={String(attempt.number)}>
          <Accordion.Control>
            <AttemptHead attempt={attempt} />
          </Accordion.Control>
          <Accordion.Panel>
            <Attempt scope={scope} delivery={delivery} attempt={attempt} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

function AttemptHead({ attempt }: { readonly attempt: AttemptBody }) {
  const t = useText()
  const { number, started_at, duration_ms, response, failure } = attempt
  return (
    <Group gap="sm">
      <Text fw={600}>{t.history.attempt(number)}</Text>
      <Badge color={failure === undefined ? 'teal' : 'red'}>
        {response === undefined ? (failure?.code ?? '') : response.status}
      </Badge>
      <Text size="sm" c="dimmed">
        {durationText(duration_ms)} · <Time at={started_at} />
      </Text>
    </Group>
  )
}

interface AttemptProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
  readonly attempt: AttemptBody
}

function Attempt({ scope, delivery, attempt }: AttemptProps) {
  const t = useText()
  const policy = usePolicy(scope, delivery.policy_id)
  const address = policy.data?.targets.find(({ id }) => id === delivery.target_id)?.address
  const { payload } = delivery
  const { request, response, failure } = attempt
  return (
    <Stack gap="sm">
      {failure !== undefined && (
        <Text c="var(--mantine-color-error)" className="path">
          {failure.text}
        </Text>
      )}
      {request !== undefined && (
        <>
          <Group justify="space-between">
            <Text fw={600}>{t.request}</Text>
            {address !== undefined && <CopyAsCurl command={curlCommand(address, request.headers, payload)} />}
          </Group>
          <CopyBlock label={t.request} content={messageText(request.line, request.headers, payload)} />
          <Remark text={request.remark} />
        </>
      )}
      {response !== undefined && (
        <>
          <Text fw={600}>{t.response}</Text>
          <CopyBlock
            label={t.response}
            content={messageText(statusLine(response), response.headers, response.body)}
          />
          {response.truncated && (
            <Text size="sm" c="dimmed">
              {t.history.truncated}
            </Text>
          )}
          <Remark text={response.remark} />
          <RecipientList recipients={response.recipients ?? []} />
        </>
      )}
    </Stack>
  )
}

function Remark({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  )
}

function statusLine({ protocol = 'HTTP/1.1', status }: ResponseBody): string {
  return `${protocol} ${status}`
}

function CopyAsCurl({ command }: { readonly command: string }) {
  const t = useText()
  return (
    <CopyButton value={command}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          onClick={copy}
          leftSection={copied ? <Check size={14} /> : <Terminal size={14} />}
        >
          {copied ? t.copied : t.history.copyAsCurl}
        </Button>
      )}
    </CopyButton>
  )
}
