import { Alert, Anchor, Grid, Group } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { FilePenLine } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { SupportedEventsResponse } from '../../../../src/contract/webhooks/supported-events.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useFilterDryRun } from '../../../api/filter-dry-run.ts'
import type { TargetKind } from '../../../api/target-kinds.ts'
import { FieldErrorsOf } from '../../../parts/fields/field-errors.tsx'
import { goToFirstWrong } from '../../../parts/fields/wrong-fields.ts'
import { PageHead } from '../../../parts/page-head.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { type PolicyForm, filterRequestOf, harborWayRequestOf } from '../policy-form.ts'
import { FormFoot } from './form-foot.tsx'
import { PolicySections } from './policy-sections.tsx'
import { PreviewTabs } from './preview-tabs.tsx'
import { SECTIONS, sectionOf } from './sections.ts'
import { serverFault } from './server-faults.ts'
import { usePolicyEditor } from './use-policy-editor.ts'

interface PolicyEditorProps {
  readonly scope: Scope
  /** The policy to edit, or null for a new one. */
  readonly policy: PolicyResponse | null
  readonly kinds: readonly TargetKind[]
  readonly supported: SupportedEventsResponse
}

/** Creates or edits a webhook: the form; beside it the preview of its payload, a dry run and a test of its targets. */
export function PolicyEditor({ scope, policy, kinds, supported }: PolicyEditorProps) {
  const t = useText()
  const editor = usePolicyEditor({ scope, policy, kinds })
  const { edited, save, left } = editor
  const { form } = edited
  const dryRun = useDryRun(scope, form)
  const live = serverFault(dryRun.error, form, t)
  const [livePath, liveSays] = live === null ? [null, null] : [live.path, live.says]
  const errors = useMemo(
    () => (livePath === null ? edited.errors : { [livePath]: liveSays, ...edited.errors }),
    [livePath, liveSays, edited.errors],
  )
  const element = useRef<HTMLFormElement>(null)
  // Errors that come from an attempt to save lead to their field; those that come while one types do not.
  useEffect(() => {
    if (Object.keys(edited.errors).length > 0) goToFirstWrong(element.current)
  }, [edited.errors])
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        editor.submit()
      }}
    >
      <PageHead title={policy === null ? t.policy.new : t.policy.edit(policy.name ?? '')}>
        <SectionLinks paths={Object.keys(errors)} />
      </PageHead>
      {left !== null && edited.isDirty && (
        <Alert color="sea" icon={<FilePenLine size={18} />} role="status" mb="md" title={t.policyForm.goesOn}>
          {left.lacksSecrets ? t.policyForm.lacksSecrets : t.policyForm.goesOnSays}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <FieldErrorsOf errors={errors}>
            <PolicySections
              scope={scope}
              form={form}
              supported={supported}
              dryRun={dryRun}
              patch={editor.patch}
            />
          </FieldErrorsOf>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <PreviewTabs scope={scope} form={form} dryRun={dryRun} fault={liveSays} />
        </Grid.Col>
      </Grid>
      <FormFoot
        submit={policy === null ? t.policyForm.create : t.policyForm.save}
        edited={edited}
        save={save}
        errors={errors}
        form={element}
        onDiscard={editor.discard}
      />
    </form>
  )
}

/** What the filter of the form says to the newest events, a moment after it was changed. */
function useDryRun(scope: Scope, form: PolicyForm) {
  const asked = {
    event_types: form.eventTypes,
    filter: filterRequestOf(form.filter),
    ...harborWayRequestOf(form),
  }
  const [request] = useDebouncedValue(asked, 400)
  return useFilterDryRun(scope, request)
}

/** Links to the sections of the form, with how many errors each has. */
function SectionLinks({ paths }: { readonly paths: readonly string[] }) {
  const t = useText()
  return (
    <Group gap="sm" component="nav" aria-label={t.policyForm.sections}>
      {SECTIONS.map((section) => {
        const count = paths.filter((path) => sectionOf(path) === section).length
        const name = t.policyForm.titles[section]
        return (
          <Anchor
            key={section}
            href={`#${section}`}
            fz="sm"
            {...(count > 0 && { c: 'var(--mantine-color-error)' })}
          >
            {count > 0 ? t.policyForm.withErrors(name, count) : name}
          </Anchor>
        )
      })}
    </Group>
  )
}
