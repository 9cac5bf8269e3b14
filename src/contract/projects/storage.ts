/** The rules about storage that who shows it needs too. */
export { bytesText, quotaLevel } from '../../domain/storage-quota.ts'
