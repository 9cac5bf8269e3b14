import { type Setting, DAY_MS, boolean, number } from './setting-kinds.ts'

/** How deliveries are tried and given up; the keys are those of Harbor's `notification` group. */
export const DELIVERY_SETTINGS = {
  NOTIFICATION_ENABLE: boolean('notification.enable', true, 'initial value of the global switch'),
  WEBHOOK_MAX_RETRY: number('notification.webhook_job_max_retry', 5, 'retries after the first attempt', {
    min: 0,
    max: 100,
  }),
  WEBHOOK_INITIAL_WAIT_MS: number(
    'notification.webhook_initial_wait_ms',
    500,
    'wait before the first retry, in ms',
    {
      min: 1,
      max: DAY_MS,
    },
  ),
  WEBHOOK_MAX_WAIT_MS: number(
    'notification.webhook_max_wait_ms',
    1_800_000,
    'longest wait, in ms: a delivery whose next wait would be longer fails',
    {
      min: 1,
      max: 7 * DAY_MS,
    },
  ),
  WEBHOOK_FACTOR: number(
    'notification.webhook_factor',
    3,
    'factor by which each wait is longer than the one before',
    {
      min: 1,
      max: 100,
      whole: false,
    },
  ),
  WEBHOOK_RANDOMIZATION: number(
    'notification.webhook_randomization',
    0.1,
    'fraction by which waits are randomised',
    {
      min: 0,
      max: 1,
      whole: false,
    },
  ),
  WEBHOOK_TIMEOUT_MS: number(
    'notification.webhook_timeout_ms',
    10_000,
    'deadline of one attempt: connection, headers and body together, in ms',
    {
      min: 100,
      max: 30_000,
    },
  ),
  WEBHOOK_MAX_AGE_MS: number(
    'notification.webhook_max_age_ms',
    3 * DAY_MS,
    'age at which a waiting delivery expires, in ms',
    {
      min: 1000,
      max: 365 * DAY_MS,
    },
  ),
} satisfies Record<string, Setting<unknown>>
