import { later } from '../api/later.tsx'

/**
 * Everything that is for those who have logged in, in one file: in the many small parts that it is made of it would take longer
 * to load than leaving some of them out could save.
 */
export const Inside = later(async () => (await import('./shell.tsx')).Shell)
