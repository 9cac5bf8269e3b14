import { type Setting, DAY_MS, HOUR_MS, boolean, number } from './setting-kinds.ts'

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
    'longest wait before a retry, in ms; a delivery that would wait longer gives up',
    {
      min: 1,
      max: 7 * DAY_MS,
    },
  ),
  WEBHOOK_FACTOR: number('notification.webhook_factor', 3, 'factor from each wait to the next', {
    min: 1,
    max: 100,
    whole: false,
  }),
  WEBHOOK_RANDOMIZATION: number(
    'notification.webhook_randomization',
    0.1,
    'random spread of each wait, as a fraction of it',
    {
      min: 0,
      max: 1,
      whole: false,
    },
  ),
  WEBHOOK_TIMEOUT_MS: number(
    'notification.webhook_timeout_ms',
    10_000,
    'deadline of one attempt, in ms, for connection, headers and body together',
    {
      min: 100,
      max: 30_000,
    },
  ),
  WEBHOOK_MAX_AGE_MS: number(
    'notification.webhook_max_age_ms',
    3 * DAY_MS,
    'a delivery that waits longer than this expires, in ms',
    {
      min: 1000,
      max: 365 * DAY_MS,
    },
  ),
  LOG_TARGETS: boolean(
    'notification.log_targets',
    false,
    'whether [log targets](targets/log.md) may write to the standard output of the delivering processes, between the lines of the log',
  ),
  WEBHOOK_ATTEMPTS_AT_A_TIME: number(
    'notification.webhook_attempts_at_a_time',
    2000,
    'attempts under way at the same time in each process, to all targets together; at most half of the open files that the process is allowed. At the limit projects and targets [take turns](performance.md#more-attempts-than-senders)',
    {
      min: 1,
      max: 100_000,
    },
  ),
  WEBHOOK_DISABLE_AFTER_DAYS: number(
    'notification.webhook_disable_after_days',
    0,
    'Bellbuoy [disables](holds.md#policies-that-do-nothing-but-fail) a policy of which nothing but failures came for this many days; 0: never',
    {
      min: 0,
      max: 365,
    },
  ),
  LONGEST_STOP_MS: number(
    'notification.longest_stop_ms',
    HOUR_MS,
    'a stop of the service adds at most this much to the age of waiting deliveries, in ms, because the clock may have been wrong meanwhile',
    {
      min: 0,
      max: 365 * DAY_MS,
    },
  ),
} satisfies Record<string, Setting<unknown>>
