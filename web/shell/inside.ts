import { later } from '../api/client/later.tsx'

/**
 * Everything behind the log-in, in one file: many small files would take longer to load than leaving some of them out could
 * save.
 */
export const Inside = later(async () => (await import('./shell.tsx')).Shell)
