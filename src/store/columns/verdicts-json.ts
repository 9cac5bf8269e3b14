import type { PolicyVerdict, Verdict } from '../../domain/policy/policy.ts'

/**
 * Verdicts as they are stored, in their order: numbers are policies, and a text before them is their verdict; `deliver` stands without. So
 * `[1,"policy disabled",2,3]` delivers to the policy 1 alone.
 */
export function verdictsJson(verdicts: readonly PolicyVerdict[]): string {
  const stored: (Verdict | number)[] = []
  let current: Verdict = 'deliver'
  for (const { policyId, verdict } of verdicts) {
    if (verdict !== current) stored.push(verdict)
    current = verdict
    stored.push(policyId)
  }
  return JSON.stringify(stored)
}

/**
 * Stored verdicts. Earlier versions stored one object for each.
 *
 * @throws Error when the text is no list
 */
export function verdictsIn(json: string): readonly PolicyVerdict[] {
  const verdicts: PolicyVerdict[] = []
  let current: Verdict = 'deliver'
  for (const one of JSON.parse(json) as readonly (Verdict | number | PolicyVerdict)[]) {
    if (typeof one === 'string') current = one
    else verdicts.push(typeof one === 'number' ? { policyId: one, verdict: current } : one)
  }
  return verdicts
}
