import type {
  ProjectScannerResponse,
  ScannerResponse,
  ScannerSummaryResponse,
} from '../../../contract/scanning/scanner.ts'
import type { Scanner } from '../../../domain/scanning/scanner.ts'
import { timeInMs } from '../../times.ts'

/** A scanner as system admins see it. */
export function scannerResponse(scanner: Scanner): ScannerResponse {
  return {
    ...registrationResponse(scanner),
    has_access_credential: scanner.credential !== null,
    registry_url: scanner.registryUrl,
    has_registry_authorization: scanner.registryAuthorization !== null,
    pull_account: scanner.pulls.account,
    pull_user_agent: scanner.pulls.userAgent,
  }
}

/** A scanner as Harbor shows it. */
export function registrationResponse(scanner: Scanner): ProjectScannerResponse {
  const { uuid, name, description, url, auth, disabled } = scanner
  return {
    uuid,
    name,
    description,
    url,
    auth,
    access_credential: '',
    skip_certVerify: scanner.skipCertVerify,
    use_internal_addr: false,
    disabled,
    is_default: scanner.isDefault,
    create_time: timeInMs(scanner.createdAtMs),
    update_time: timeInMs(scanner.updatedAtMs),
  }
}

export function scannerSummary({
  uuid,
  name,
  description,
  disabled,
  isDefault,
}: Scanner): ScannerSummaryResponse {
  return { uuid, name, description, disabled, is_default: isDefault }
}
