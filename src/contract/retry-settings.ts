import type { RetryRule } from '../domain/delivery/retry-rule.ts'
import type { ConfigurationResponse } from './configuration.ts'

export { type RetryWait, retrySchedule } from '../domain/delivery/retry-rule.ts'

type RetrySettings = Pick<
  ConfigurationResponse,
  | 'webhook_job_max_retry'
  | 'webhook_initial_wait_ms'
  | 'webhook_max_wait_ms'
  | 'webhook_factor'
  | 'webhook_randomization'
>

/** A retry rule as the system settings show it. */
export function retrySettings(rule: RetryRule): RetrySettings {
  const shown = (value: number) => ({ editable: false, value }) as const
  return {
    webhook_job_max_retry: shown(rule.maxRetry),
    webhook_initial_wait_ms: shown(rule.initialWaitMs),
    webhook_max_wait_ms: shown(rule.maxWaitMs),
    webhook_factor: shown(rule.factor),
    webhook_randomization: shown(rule.randomization),
  }
}

/** The retry rule that the system settings show. */
export function retryRuleOf(settings: RetrySettings): RetryRule {
  return {
    maxRetry: settings.webhook_job_max_retry.value,
    initialWaitMs: settings.webhook_initial_wait_ms.value,
    maxWaitMs: settings.webhook_max_wait_ms.value,
    factor: settings.webhook_factor.value,
    randomization: settings.webhook_randomization.value,
  }
}
