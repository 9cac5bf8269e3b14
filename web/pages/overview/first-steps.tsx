import { Anchor, Button, Card, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { type FirstSteps as Steps, useFirstSteps } from '../../api/first-steps.ts'
import { scopeOfHealth } from '../../api/policy-health.ts'
import { SYSTEM_SCOPE } from '../../api/client/scope.ts'
import { artifactName } from '../../parts/artifact-name.ts'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { HoldNote } from '../../parts/hold-note.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { ConnectDialog } from '../administration/connect-dialog.tsx'
import { type Connection, ConnectionDialog } from '../administration/connection-dialog.tsx'
import { Step } from './step.tsx'

/** The way from nothing to the first webhook that is delivered, in steps that tick themselves. */
export function FirstSteps({ onSkip }: { readonly onSkip: () => void }) {
  const t = useText()
  const steps = useFirstSteps()
  return (
    <>
      <PageHead title={t.firstSteps.title} says={t.firstSteps.says}>
        <Button variant="subtle" onClick={onSkip}>
          {t.firstSteps.skip}
        </Button>
      </PageHead>
      <HoldNote scope={SYSTEM_SCOPE} />
      <Loaded query={{ data: steps, error: null }}>{(found) => <StepList steps={found} />}</Loaded>
    </>
  )
}

interface ConnectState {
  readonly doing: 'connect' | Connection | null
  readonly setDoing: (doing: 'connect' | Connection | null) => void
}

function StepList({ steps }: { readonly steps: Steps }) {
  const t = useText()
  const [doing, setDoing] = useState<ConnectState['doing']>(null)
  const { connected, event, webhook } = steps
  // An event may come without a registry, by the API: then the first step was not needed.
  const done = [connected !== null || event !== null, event !== null, webhook !== null, false]
  const current = done.indexOf(false)
  const { connect, event: receive, webhook: create, deliver } = t.firstSteps
  const shown: readonly (readonly [
    { readonly title: string; readonly hint: string },
    ReactNode,
    ReactNode,
  ])[] = [
    [
      connect,
      <Connected key="done" steps={steps} />,
      <Button key="do" variant={current === 0 ? 'filled' : 'subtle'} onClick={() => setDoing('connect')}>
        {connect.action}
      </Button>,
    ],
    [
      receive,
      <Received key="done" steps={steps} />,
      <Go key="do" to="/sources" isCurrent={current === 1} says={receive.action} />,
    ],
    [
      create,
      <Created key="done" steps={steps} />,
      <Go key="do" to={newWebhookPage(steps)} isCurrent={current === 2} says={create.action} />,
    ],
    [
      deliver,
      null,
      webhook && (
        <Go
          key="do"
          to={`${scopeOfHealth(webhook).page}/webhooks/${webhook.policy_id}`}
          isCurrent={current === 3}
          says={deliver.action}
        />
      ),
    ],
  ]
  return (
    <Card padding={0} maw="52rem">
      <Stack component="ol" gap={0} m={0} p={0}>
        {shown.map(([{ title, hint }, evidence, action], index) => (
          <Step
            key={title}
            number={index + 1}
            title={title}
            isDone={done[index] === true}
            isCurrent={index === current}
            action={done[index] === true ? null : action}
          >
            {done[index] === true ? evidence : hint}
          </Step>
        ))}
      </Stack>
      <ConnectDialogs doing={doing} setDoing={setDoing} />
    </Card>
  )
}

/** Where the webhook for the first event is created: in its project. */
function newWebhookPage({ event }: Steps): string {
  const [project] = event?.repository.split('/') ?? []
  return project === undefined || project === ''
    ? '/webhooks/new'
    : `/projects/${encodeURIComponent(project)}/webhooks/new`
}

interface GoProps {
  readonly to: string
  readonly says: string
  readonly isCurrent: boolean
}

function Go({ to, says, isCurrent }: GoProps) {
  return (
    <Button component={Link} href={to} variant={isCurrent ? 'filled' : 'subtle'}>
      {says}
    </Button>
  )
}

/** Creates a source, and then shows what to paste: until it is closed, whatever the steps say meanwhile. */
function ConnectDialogs({ doing, setDoing }: ConnectState) {
  const close = (): void => setDoing(null)
  return (
    <>
      {doing === 'connect' && <ConnectDialog onClose={close} onConnected={setDoing} />}
      {doing !== null && doing !== 'connect' && <ConnectionDialog connection={doing} onClose={close} />}
    </>
  )
}

function Connected({ steps: { connected } }: { readonly steps: Steps }) {
  const t = useText()
  if (connected === null) return null
  return (
    <>
      {t.firstSteps.connect.evidence(connected.source)} <Time at={connected.at} />
    </>
  )
}

function Received({ steps: { event } }: { readonly steps: Steps }) {
  const t = useText()
  if (event === null) return null
  return (
    <>
      {t.firstSteps.event.evidence}{' '}
      <Anchor component={Link} href={`/events/${event.id}`} underline="always">
        {artifactName(event) ?? eventTypeText(event.type, t)}
      </Anchor>{' '}
      <Text span c="dimmed" inherit>
        {eventTypeText(event.type, t)}
      </Text>{' '}
      <Time at={event.accepted_at} />
    </>
  )
}

function Created({ steps: { webhook } }: { readonly steps: Steps }) {
  const t = useText()
  if (webhook === null) return null
  return (
    <>
      {t.firstSteps.webhook.evidence}{' '}
      <Anchor
        component={Link}
        href={`${scopeOfHealth(webhook).page}/webhooks/${webhook.policy_id}`}
        underline="always"
      >
        {webhook.name}
      </Anchor>
    </>
  )
}
