import { Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { Check, Terminal } from 'lucide-react'
import type {
  AttemptBody,
  DeliveryDetailResponse,
  ResponseBody,
} from '../../../../src/contract/history/history.ts'
import { CopyBlock } from '../../../parts/copy-block.tsx'
import { messageText } from '../../../parts/message-text.ts'
import { useText } from '../../../text/text-provider.tsx'
import { curlCommand, isPostTo } from '../curl-command.ts'
import { RecipientList } from '../recipient-list.tsx'
import { Muted } from './delivery-summary.tsx'

interface AttemptRecordProps {
  readonly delivery: DeliveryDetailResponse
  readonly attempt: AttemptBody
}

/** One attempt: why it failed, what came back, what was sent. */
export function AttemptRecord({ delivery, attempt }: AttemptRecordProps) {
  const t = useText()
  const { target_address, payload } = delivery
  const { request, response, failure } = attempt
  return (
    <Stack gap="sm">
      {failure !== undefined && (
        <Text c="var(--mantine-color-error)" className="path">
          {t.server(failure.text)}
        </Text>
      )}
      {response !== undefined && <Response response={response} />}
      {request !== undefined && (
        <>
          <Group justify="space-between">
            <Text fw={600}>{t.request}</Text>
            {isPostTo(target_address, request.line) && (
              <CopyAsCurl command={curlCommand(target_address, request.headers, payload)} />
            )}
          </Group>
          <CopyBlock label={t.request} content={messageText(request.line, request.headers, payload)} />
          {request.remark !== undefined && <Muted>{request.remark}</Muted>}
        </>
      )}
    </Stack>
  )
}

function Response({ response }: { readonly response: ResponseBody }) {
  const t = useText()
  return (
    <>
      <Text fw={600}>{t.response}</Text>
      <CopyBlock
        label={t.response}
        content={messageText(statusLine(response), response.headers, response.body)}
      />
      {response.truncated && <Muted>{t.history.truncated}</Muted>}
      {response.remark !== undefined && <Muted>{response.remark}</Muted>}
      <RecipientList recipients={response.recipients ?? []} />
    </>
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
