import { Anchor, Badge, Button, Card, Checkbox, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ScanScheduleResponse } from '../../../src/contract/scanning/scanner.ts'
import {
  type ProjectScanning as Wanted,
  readScanSchedule,
  useScanSchedule,
  useScannerCandidates,
  useSetProjectScanning,
} from '../../api/project-scanning.ts'
import { useMay } from '../../api/session.ts'
import { Facts } from '../../parts/facts.tsx'
import { SaveNote } from '../../parts/save-note.tsx'
import { useEditedForm } from '../../parts/use-edited-form.ts'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useNow } from '../../parts/time/use-now.ts'
import { SectionHead } from '../../parts/section-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { nextRoundOf } from './next-round.ts'

/** The scanner of a project, and when it scans images automatically. */
export function ProjectScanning({ project }: { readonly project: string }) {
  const t = useText()
  const schedule = useScanSchedule(project)
  return (
    <Card>
      <SectionHead title={t.scanning.title} says={t.scanning.says} />
      <Loaded query={schedule}>
        {(found) => (
          <Stack>
            <Facts
              facts={[
                [t.scanning.scanner, <ScannerInUse key="scanner" schedule={found} />],
                [t.scanning.nextRound, <NextRound key="next" schedule={found} />],
              ]}
            />
            <ScanningForm project={project} schedule={found} />
          </Stack>
        )}
      </Loaded>
    </Card>
  )
}

function ScannerInUse({ schedule: { scanner } }: { readonly schedule: ScanScheduleResponse }) {
  const t = useText()
  const mayManage = useMay(null)('scanner:list')
  if (scanner === undefined)
    return (
      <Text c="dimmed">
        {t.scanning.noScanner}{' '}
        {mayManage ? (
          <Anchor component={Link} href="/scanners" underline="always">
            {t.places.scanners}
          </Anchor>
        ) : (
          t.scanning.askAdmin
        )}
      </Text>
    )
  return (
    <Group gap={6}>
      {scanner.name}
      {scanner.is_default && <Badge color="teal">{t.scanners.default}</Badge>}
    </Group>
  )
}

function NextRound({ schedule }: { readonly schedule: ScanScheduleResponse }) {
  const t = useText()
  const next = nextRoundOf(schedule, useNow())
  return next.state === 'at' ? <Time at={next.at} isLong /> : t.scanning.rounds[next.state]
}

/** Hours of the intervals that have a name; `other` is typed. */
const INTERVALS = ['0', '1', '6', '24', '168', 'other'] as const

interface ScanningFormProps {
  readonly project: string
  readonly schedule: ScanScheduleResponse
}

function ScanningForm({ project, schedule }: ScanningFormProps) {
  const t = useText()
  const notice = useNotice()
  const set = useSetProjectScanning(project)
  const candidates = useScannerCandidates(project)
  const edited = useEditedForm<Wanted>(() => wantedOf(schedule), {
    key: ['scan-schedule', project],
    read: async () => {
      const { body, etag } = await readScanSchedule(project)
      return { form: wantedOf(body), etag }
    },
  })
  const { form: wanted, etag } = edited
  const patch = (part: Partial<Wanted>): void => edited.setForm({ ...wanted, ...part })
  const stored = (tag: string): void => {
    edited.saved(tag)
    notice.done(t.saved)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate({ wanted, etag }, { onSuccess: stored })
      }}
    >
      <Stack>
        <Select
          label={t.scanning.scanner}
          description={t.scanning.scannerHint}
          data={[
            { value: '', label: t.scanning.usual },
            ...(candidates.data ?? []).map(({ uuid, name, disabled }) => ({
              value: uuid,
              label: disabled ? t.scanning.disabled(name) : name,
            })),
          ]}
          value={wanted.scanner}
          allowDeselect={false}
          onChange={(scanner) => patch({ scanner: scanner ?? '' })}
        />
        <Checkbox
          label={t.scanning.onPush}
          description={t.scanning.onPushHint}
          checked={wanted.scanOnPush}
          onChange={(event) => patch({ scanOnPush: event.currentTarget.checked })}
        />
        <IntervalFields hours={wanted.intervalHours} onChange={(intervalHours) => patch({ intervalHours })} />
        <SaveNote save={set} edited={edited} />
        <div>
          <Button type="submit" variant="default" loading={set.isPending} disabled={!edited.isReady}>
            {t.scanning.save}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function wantedOf({ chosen_scanner, scan_on_push, interval_hours }: ScanScheduleResponse): Wanted {
  return { scanner: chosen_scanner ?? '', scanOnPush: scan_on_push, intervalHours: interval_hours }
}

interface IntervalFieldsProps {
  readonly hours: number
  readonly onChange: (hours: number) => void
}

/** How often images are scanned again: one of the named intervals, or any number of hours. */
function IntervalFields({ hours, onChange }: IntervalFieldsProps) {
  const t = useText()
  const isNamed = INTERVALS.some((one) => one === String(hours))
  const [isOther, setOther] = useState(!isNamed)
  return (
    <Group align="flex-end">
      <Select
        label={t.scanning.schedule}
        data={INTERVALS.map((value) => ({ value, label: t.scanning.intervals[value] }))}
        value={isOther ? 'other' : String(hours)}
        allowDeselect={false}
        onChange={(value) => {
          setOther(value === 'other')
          if (value !== 'other') onChange(Number(value))
          else if (hours === 0) onChange(12)
        }}
      />
      {isOther && (
        <NumberInput
          label={t.scanning.hours}
          value={hours}
          onChange={(value) => onChange(Number(value))}
          min={1}
          max={8760}
          allowDecimal={false}
          clampBehavior="strict"
          required
        />
      )}
    </Group>
  )
}
