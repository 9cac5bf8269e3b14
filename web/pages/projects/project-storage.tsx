import { Button, Card, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { bytesText } from '../../../src/contract/projects/storage.ts'
import { readQuota, useProjectSummary, useSetStorageLimit } from '../../api/projects.ts'
import type { Scope } from '../../api/client/scope.ts'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { SaveNote } from '../../parts/save-note.tsx'
import { useEditedForm } from '../../parts/use-edited-form.ts'
import { useNotice } from '../../parts/use-notice.ts'
import type { Text as Texts } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { DECIMALS, limitOf, typedLimit } from './storage-limit.ts'
import { StorageUsed } from './storage-used.tsx'

interface ProjectStorageProps {
  readonly project: NonNullable<Scope['project']>
  readonly mayChange: boolean
}

/** The storage of a project and its limit. */
export function ProjectStorage({ project, mayChange }: ProjectStorageProps) {
  const t = useText()
  const summary = useProjectSummary(project.name)
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t.projects.storage}
      </Title>
      <Loaded query={summary}>
        {({ quota }) =>
          quota !== undefined && (
            <Stack gap="sm">
              <Text c="dimmed">{t.projects.storageHint(quota.warning_percent)}</Text>
              <Facts
                facts={[
                  [t.projects.storageUsed, <StorageUsed key="used" quota={quota} />],
                  [t.projects.storageLimit, limitText(quota.hard.storage, t)],
                ]}
              />
              {mayChange && (
                <LimitForm key={quota.hard.storage} projectId={project.id} limit={quota.hard.storage} />
              )}
            </Stack>
          )
        }
      </Loaded>
    </Card>
  )
}

/** @param limit in bytes; -1: none */
function limitText(limit: number, t: Texts): string {
  return limit < 0 ? t.projects.storageNoLimit : bytesText(limit)
}

interface LimitFormFields {
  readonly typed: number | string
  readonly storedBytes: number
}

function LimitForm({ projectId, limit }: { readonly projectId: number; readonly limit: number }) {
  const t = useText()
  const notice = useNotice()
  const set = useSetStorageLimit(projectId)
  const edited = useEditedForm<LimitFormFields>(() => ({ typed: typedLimit(limit), storedBytes: limit }), {
    key: ['quota', projectId],
    read: async () => {
      const { body, etag } = await readQuota(projectId)
      const storedBytes = body.hard.storage
      return { form: { typed: typedLimit(storedBytes), storedBytes }, etag }
    },
  })
  const { form, etag } = edited
  const stored = (tag: string): void => {
    edited.saved(tag)
    notice.done(t.saved)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate({ storage: limitOf(form.typed, form.storedBytes), etag }, { onSuccess: stored })
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end">
          <NumberInput
            label={t.projects.storageSet}
            description={t.projects.storageSetHint}
            value={form.typed}
            onChange={(typed) => edited.setForm({ ...form, typed })}
            min={0}
            decimalScale={DECIMALS}
            hideControls
          />
          <Button type="submit" variant="default" loading={set.isPending} disabled={!edited.isReady}>
            {t.save}
          </Button>
        </Group>
        <SaveNote save={set} edited={edited} />
      </Stack>
    </form>
  )
}
