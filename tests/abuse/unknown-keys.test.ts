import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { pathOf, rows } from '../server/matrix-rows.ts'
import { twoAccounts } from '../server/two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const { own } = await twoAccounts(samtale)
const { admin } = samtale

type Schema = {
  $ref?: string
  anyOf?: Schema[]
  const?: unknown
  enum?: unknown[]
  type?: string
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
  items?: Schema
}
type Operation = { requestBody?: { content: Record<string, { schema: Schema }> } }
type Document = { paths: Record<string, Record<string, Operation>>; components?: { schemas?: Record<string, Schema> } }

const { body: document }: { body: Document } = await admin.get('/api/openapi.json', { expects: 200 })
const unknown = 'mallory'
const person = { name: 'a super admin, chosen', client: admin, userId: own.userId } as const

const whole = (schema: Schema): Schema => {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : whole(document.components?.schemas?.[name] ?? {})
}

/** Something that the schema takes, with every key that it knows. */
function sample(schema: Schema): unknown {
  const {
    anyOf,
    enum: values,
    type,
    format,
    pattern,
    minLength = 0,
    minimum = 1,
    properties = {},
    items,
  } = whole(schema)
  if ('const' in whole(schema)) return whole(schema).const
  if (values) return values[0]
  if (anyOf?.[0]) return sample(anyOf[0])
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, sample(value)]))
    case 'array':
      return items ? [sample(items)] : []
    case 'string':
      if (format === 'uuid') return '3f1f2a52-7d0e-4c1b-9a3e-2f0a9d4b8c11'
      return pattern ? '1' : 'a'.repeat(Math.max(minLength, 3))
    case 'null':
      return null
    case 'boolean':
      return true
    default:
      return minimum
  }
}

type Level = { where: string; isClosed: boolean; body: unknown }

/** Each object in a body, by its place, with a body that has an unknown key just there. Maps take any key by nature. */
function levels(schema: Schema, where = 'body'): Level[] {
  const { anyOf, type, properties = {}, additionalProperties, patternProperties, items } = whole(schema)
  if (anyOf) return anyOf.flatMap((branch) => levels(branch, where))
  if (items) return levels(items, `${where}[]`).map((level) => ({ ...level, body: [level.body] }))
  if (type !== 'object') return []
  const known = sample(schema) as object
  const isMap = patternProperties !== undefined || typeof additionalProperties === 'object'
  const self = { where, isClosed: additionalProperties === false, body: { ...known, [unknown]: '1' } }
  const inner = Object.entries(properties).flatMap(([key, value]) =>
    levels(value, `${where}.${key}`).map((level) => ({ ...level, body: { ...known, [key]: level.body } })),
  )
  return isMap ? inner : [self, ...inner]
}

const inOrder = (route: string) => route.replace(/:\w+|\{\w+\}/g, '{}')
const writes = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { requestBody }]) => {
    const schema = requestBody?.content['application/json']?.schema
    return schema ? [{ route: `${method.toUpperCase()} ${path}`, schema }] : []
  }),
)

test('every route that the matrix sends JSON to says in its document what it takes', () => {
  const sends = rows
    .filter((row) => row.body && !(row.body(own, person) instanceof FormData))
    .map((row) => inOrder(row.route))
  expect(writes.map(({ route }) => inOrder(route)).toSorted()).toEqual([...new Set(sends)].toSorted())
})

test.each(writes)('abuse-36 no object in the body takes an unknown key: $route', async ({ route, schema }) => {
  const row = rows.find((one) => inOrder(one.route) === inOrder(route))
  if (!row) throw new Error('the matrix has no row for it')
  const found = levels(schema)
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter((level) => !level.isClosed).map((level) => level.where)).toEqual([])
  for (const { where, body } of found) {
    const answer = await admin.request(route.split(' ')[0] ?? '', pathOf(row, own), body)
    expect(answer.status, where).toBe(400)
    const named = answer.body.errors.map((error: { in: string; code: string }) => [
      error.code,
      error.in.split('.').at(-1),
    ])
    expect(named, where).toContainEqual(['UNKNOWN_FIELD', unknown])
  }
})
