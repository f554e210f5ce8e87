import { expect, test } from 'vitest'
import { typesOf } from './generate-api-types.ts'

test.each([
  { because: 'a string', schema: { type: 'string' }, type: 'string' },
  { because: 'a whole number', schema: { type: 'integer' }, type: 'number' },
  { because: 'values to choose from', schema: { enum: ['open', 'it’s'] }, type: "'open' | 'it’s'" },
  { because: 'a constant', schema: { const: 'FILE', type: 'string' }, type: "'FILE'" },
  { because: 'perhaps null', schema: { anyOf: [{ type: 'string' }, { type: 'null' }] }, type: 'string | null' },
  { because: 'a list of choices', schema: { type: 'array', items: { enum: ['a', 'b'] } }, type: "('a' | 'b')[]" },
  { because: 'another schema by reference', schema: { $ref: '#/components/schemas/Other' }, type: 'Other' },
  {
    because: 'another schema inline',
    schema: { type: 'array', items: { $id: 'Other', type: 'object' } },
    type: 'Other[]',
  },
  {
    because: 'a record',
    schema: { type: 'object', additionalProperties: { type: 'number' } },
    type: 'Record<string, number>',
  },
  {
    because: 'both of two',
    schema: {
      type: 'array',
      items: { allOf: [{ $ref: '#/x/Other' }, { type: 'object', properties: { a: { type: 'string' } } }] },
    },
    type: '(Other & {\n  a?: string\n})[]',
  },
])('typesOf: $because', ({ schema, type }) => {
  const source = typesOf({ components: { schemas: { Thing: schema, Other: { type: 'object' } } } })
  expect(source).toContain(`export type Thing = ${type}\n`)
})
