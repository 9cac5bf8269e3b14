import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { readPolicy, useSavePolicy } from '../../../api/policies.ts'
import { useUser } from '../../../api/session.ts'
import type { TargetKind } from '../../../api/target-kinds.ts'
import { useEditedForm } from '../../../parts/use-edited-form.ts'
import { useNotice } from '../../../parts/use-notice.ts'
import { useText } from '../../../text/text-provider.tsx'
import { type PolicyForm, emptyPolicyForm, policyFormOf, policyRequestOf } from '../policy-form.ts'
import { dropLeftForm, keepLeftForm, readLeftForm } from './left-form.ts'
import { missingFields } from './missing-fields.ts'
import { serverFault } from './server-faults.ts'

interface EditorOf {
  readonly scope: Scope
  /** Null for a new webhook. */
  readonly policy: PolicyResponse | null
  readonly kinds: readonly TargetKind[]
}

/**
 * The state of the form of a webhook. What is typed is kept in this tab of the browser until it is saved or discarded, but for
 * secrets.
 */
export function usePolicyEditor({ scope, policy, kinds }: EditorOf) {
  const t = useText()
  const notice = useNotice()
  const user = useUser()
  const [, navigate] = useLocation()
  const save = useSavePolicy(scope)
  const place = `${user.username} ${scope.page}/webhooks/${policy?.id ?? 'new'}`
  const [left] = useState(() => readLeftForm(place))
  const edited = useEditedForm<PolicyForm>(
    () => (policy === null ? emptyPolicyForm() : policyFormOf(policy)),
    policy && {
      key: ['policy', scope.key, policy.id],
      read: async () => {
        const { body, etag } = await readPolicy(scope, policy.id)
        return { form: policyFormOf(body), etag }
      },
    },
    left,
  )
  const { form, base, etag, isDirty } = edited
  const [isLeaving, setLeaving] = useState(false)
  useEffect(() => {
    if (isDirty && !isLeaving) keepLeftForm(place, { form, base, etag }, kinds)
    else if (!isDirty) dropLeftForm(place)
  }, [place, form, base, etag, isDirty, isLeaving, kinds])
  const leave = (to: string): void => {
    setLeaving(true)
    dropLeftForm(place)
    navigate(to)
  }
  const home = policy === null ? `${scope.page}/webhooks` : `${scope.page}/webhooks/${policy.id}`
  const send = (): void =>
    save.mutate(
      { id: policy?.id ?? null, policy: policyRequestOf(form), etag },
      {
        onSuccess: ({ createdId }) => {
          notice.done(t.saved)
          leave(policy === null ? `${scope.page}/webhooks/${createdId}` : home)
        },
        onError: (error) => {
          const fault = serverFault(error, form, t)
          if (fault !== null) edited.setErrors({ [fault.path]: fault.says })
        },
      },
    )
  return {
    edited,
    save,
    /** What was left here earlier and is in the form again. */
    left,
    patch: (part: Partial<PolicyForm>): void => edited.setForm({ ...form, ...part }),
    submit: (): void => {
      const missing = missingFields(form, t)
      save.reset()
      edited.setErrors(missing)
      if (Object.keys(missing).length === 0) send()
    },
    discard: (): void => leave(home),
  }
}
