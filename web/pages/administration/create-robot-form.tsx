import { Radio, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCreateRobot } from '../../api/robots.ts'
import type { Scope } from '../../api/client/scope.ts'
import { DialogForm } from '../../parts/dialogs/dialog-form.tsx'
import type { ShownSecret } from '../../parts/dialogs/secret-dialog.tsx'
import type { FaultsOfFields } from '../../parts/fields/field-faults.ts'
import { NameInput } from '../../parts/fields/name-input.tsx'
import { useText } from '../../text/text-provider.tsx'

const READS = ['project:read', 'notification-policy:list', 'notification-policy:read']
/** The permissions that most robots need. The API can grant others. */
const GRANTS = {
  read: READS,
  manage: [
    ...READS,
    'notification-policy:create',
    'notification-policy:update',
    'notification-policy:delete',
  ],
} as const
type Grant = keyof typeof GRANTS

const DURATIONS_DAYS = [30, 90, 365, -1]

/** How the server speaks of the fields. */
const ROBOT_FAULTS: FaultsOfFields = [[/robot name|robot named|already exists/, 'name']]

interface CreateRobotFormProps {
  readonly scope: Scope
  readonly onClose: () => void
  readonly onCreated: (secret: ShownSecret) => void
}

export function CreateRobotForm({ scope, onClose, onCreated }: CreateRobotFormProps) {
  const t = useText()
  const create = useCreateRobot()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [days, setDays] = useState('90')
  const [grant, setGrant] = useState<Grant>('read')
  const submit = (): void => {
    const access = GRANTS[grant].map((permission) => {
      const [resource = '', action = ''] = permission.split(':')
      return { resource, action }
    })
    const namespace = scope.project?.name ?? '*'
    create.mutate(
      {
        name,
        description,
        duration: Number(days),
        level: scope.project ? 'project' : 'system',
        permissions: [{ kind: 'project', namespace, access }],
      },
      { onSuccess: onCreated },
    )
  }
  return (
    <DialogForm
      submit={t.create}
      isBusy={create.isPending}
      faults={ROBOT_FAULTS}
      error={create.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NameInput description={t.robots.nameHint} value={name} onChange={setName} />
      <TextInput
        label={t.description}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label={t.robots.expires}
        data={DURATIONS_DAYS.map((count) => ({ value: String(count), label: t.robots.days(count) }))}
        value={days}
        onChange={(value) => setDays(value ?? days)}
        allowDeselect={false}
      />
      <Radio.Group label={t.robots.permissions} value={grant} onChange={(value) => setGrant(value)}>
        <Stack gap="xs" mt="xs">
          <Radio value="read" label={t.robots.reads} />
          <Radio value="manage" label={t.robots.manages} />
        </Stack>
      </Radio.Group>
    </DialogForm>
  )
}
