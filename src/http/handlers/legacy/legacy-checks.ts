import type { TargetChecks } from '../webhooks/target-draft.ts'

/** What a target of 1.10 may be: its addresses are of type `http`, and get what 1.10 sent unless they name another format. */
export function legacyChecks({ targetKinds, ...checks }: TargetChecks): TargetChecks {
  return {
    ...checks,
    targetKinds: targetKinds.filter(({ type }) => type === 'http'),
    defaultPayloadFormat: 'Harbor1',
  }
}
