/** Names in the table of settings. They stand alone, so that the writer's thread reads one without loading Kysely. */
export const NOTIFICATIONS_ENABLED = 'notification_enable'
export const SERVICE_CLOCK = 'service_clock'
/** The number that the next delivery has at least, on SQLite: a restored database leaves those out that were given out after its backup. */
export const DELIVERY_FLOOR = 'delivery_floor'
export const QUOTA_WARNING_PERCENT = 'quota_warning_percent'
