import * as CALLS from '../../../contract/calls.ts'
import { EVERY_CALL } from '../../../contract/every-call.ts'
import { type OpenApiDocument, openApiDocument } from '../../openapi/document.ts'
import { API_PAGE_POLICY, apiPage } from '../../openapi/page.ts'
import { type Route, answer } from '../../route.ts'

export interface ApiDocumentParts {
  readonly version: string
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': API_PAGE_POLICY,
}

/** The description of every call, for programs and for people. */
export function apiDocumentRoutes({ version }: ApiDocumentParts): readonly Route[] {
  // Few ask for them, and the start need not wait.
  let document: OpenApiDocument | undefined
  let page: string | undefined
  const documentOnce = (): OpenApiDocument => (document ??= openApiDocument(EVERY_CALL, version))
  const pageOnce = (): string => (page ??= apiPage(documentOnce()))
  return [
    answer(CALLS.getApiDocument, async () => ({ status: 200, body: documentOnce() })),
    answer(CALLS.getApiPage, async () => ({ status: 200, headers: PAGE_HEADERS, body: pageOnce() })),
  ].flat()
}
