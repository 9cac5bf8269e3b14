/** Names in the table of settings. They stand alone, so that the writer's thread reads one without loading Kysely. */
export const NOTIFICATIONS_ENABLED = 'notification_enable'
export const SERVICE_CLOCK = 'service_clock'
export const QUOTA_WARNING_PERCENT = 'quota_warning_percent'
