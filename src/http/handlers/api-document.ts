import Type from 'typebox'
import { openApiDocument } from '../openapi/document.ts'
import { API_PAGE_POLICY, apiPage } from '../openapi/page.ts'
import { type Route, route } from '../route.ts'

/** The description of a whole route table, these two routes included: for programs and for people. */
export function withApiDocument(table: readonly Route[], version: string): readonly Route[] {
  const document = route({
    method: 'GET',
    path: '/api/v2.0/openapi.json',
    operation: 'GetOpenApiDocument',
    tag: 'systeminfo',
    summary: 'Get this description',
    needs: 'nothing',
    schema: {},
    answers: { 200: Type.Object({ openapi: Type.String() }, { additionalProperties: true }) },
    handle: () => Promise.resolve({ status: 200, body: described }),
  })
  const page = route({
    method: 'GET',
    path: '/api/v2.0/docs',
    operation: 'GetApiPage',
    tag: 'systeminfo',
    summary: 'Read this description',
    needs: 'nothing',
    schema: {},
    answers: { 200: 'html' },
    handle: () =>
      Promise.resolve({
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': API_PAGE_POLICY },
        body: html,
      }),
  })
  const whole = [...table, document, page]
  const described = openApiDocument(whole, version)
  const html = apiPage(described)
  return whole
}
