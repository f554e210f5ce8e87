import { readFile, writeFile } from 'node:fs/promises'

/**
 * Writes the types of the API for the web app from an OpenAPI 3.1 document:
 * `node scripts/generate-api-types.ts http://127.0.0.1:3000/api/openapi.json web/data/api.gen.ts`.
 * Each schema of `components.schemas` becomes an exported type, and the types `Answers` and `Bodies` hold what each
 * operation answers and takes as JSON, by method and path with the names of its parameters left out:
 * `Answers['GET /api/threads/{}']`.
 */
type Schema = {
  $ref?: string
  $id?: string
  description?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
}
type Content = { content?: Record<string, { schema?: Schema }> }
type Operation = { requestBody?: Content; responses?: Record<string, Content> }
export type ApiDocument = {
  components?: { schemas?: Record<string, Schema> }
  paths?: Record<string, Record<string, Operation>>
}

/** The TypeScript source of a document's types, in the order of their names. */
export function typesOf(document: ApiDocument): string {
  const schemas = document.components?.schemas ?? {}
  const names = Object.keys(schemas).toSorted()
  const known = new Set(names)
  const types = names.map((name) => {
    const schema = schemas[name] as Schema
    const { $id: _, ...body } = schema
    return `${comment(schema.description, '')}export type ${name} = ${typeOf(body, known, '')}\n`
  })
  const operations = operationsOf(document)
  types.push(
    mapType('Answers', 'What each operation answers when all is well.', operations, known, (each) => answerOf(each)),
    mapType('Bodies', 'What each operation takes as JSON.', operations, known, (each) => jsonOf(each.requestBody)),
  )
  return `// Made by scripts/generate-api-types.ts from /api/openapi.json. Do not edit.\n\n${types.join('\n')}`
}

function operationsOf(document: ApiDocument): [name: string, operation: Operation][] {
  return Object.entries(document.paths ?? {})
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`,
        operation,
      ]),
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function mapType(
  name: string,
  text: string,
  operations: [string, Operation][],
  known: ReadonlySet<string>,
  schemaOf: (operation: Operation) => Schema | undefined,
): string {
  const lines = operations.flatMap(([key, operation]) => {
    const schema = schemaOf(operation)
    return schema ? [`  ${literal(key)}: ${typeOf(schema, known, '  ')}\n`] : []
  })
  return `${comment(text, '')}export type ${name} = {\n${lines.join('')}}\n`
}

/** Of several successes any: a sign-in is through, or asks for its second half. */
function answerOf({ responses = {} }: Operation): Schema | undefined {
  const anyOf = Object.entries(responses).flatMap(([status, answer]) =>
    status.startsWith('2') ? (jsonOf(answer) ?? []) : [],
  )
  return anyOf.length > 0 ? { anyOf } : undefined
}

function jsonOf(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

function typeOf(schema: Schema, known: ReadonlySet<string>, indent: string): string {
  const name = schema.$ref?.split('/').at(-1) ?? schema.$id
  if (name !== undefined && known.has(name)) return name
  if (schema.$ref !== undefined) throw new Error(`${schema.$ref} is not among the document's schemas`)
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const union = schema.anyOf ?? schema.oneOf
  if (union) return [...new Set(union.map((part) => typeOf(part, known, indent)))].join(' | ')
  if (schema.allOf) return schema.allOf.map((part) => operand(part, known, indent)).join(' & ')
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type }, known, indent)).join(' | ')
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      if (schema.prefixItems) return `[${schema.prefixItems.map((item) => typeOf(item, known, indent)).join(', ')}]`
      return `${operand(schema.items ?? {}, known, indent)}[]`
    case 'object':
      return objectType(schema, known, indent)
    default:
      return 'unknown'
  }
}

function objectType(schema: Schema, known: ReadonlySet<string>, indent: string): string {
  const inner = `${indent}  `
  const properties = Object.entries(schema.properties ?? {})
  const values = Object.values(schema.patternProperties ?? {})
  if (typeof schema.additionalProperties === 'object') values.push(schema.additionalProperties)
  if (properties.length === 0) {
    const value = values.map((each) => typeOf(each, known, inner)).join(' | ') || 'unknown'
    return `Record<string, ${value}>`
  }
  const required = new Set(schema.required)
  const lines = properties.map(([key, value]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)
    return `${comment(value.description, inner)}${inner}${name}${required.has(key) ? '' : '?'}: ${typeOf(value, known, inner)}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function comment(text: string | undefined, indent: string): string {
  return text ? `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n` : ''
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(value)
}

/** The type of a schema that stands before `[]` or beside `&`: in brackets where it is made of several. */
function operand(schema: Schema, known: ReadonlySet<string>, indent: string): string {
  const type = typeOf(schema, known, indent)
  const isNamed = known.has(type)
  const isCompound = schema.enum ?? schema.anyOf ?? schema.oneOf ?? schema.allOf ?? Array.isArray(schema.type)
  return isCompound && !isNamed ? `(${type})` : type
}

async function readDocument(source: string): Promise<ApiDocument> {
  if (!/^https?:/.test(source)) return JSON.parse(await readFile(source, 'utf8')) as ApiDocument
  const response = await fetch(source)
  if (!response.ok) throw new Error(`${source} answered ${response.status}`)
  return (await response.json()) as ApiDocument
}

if (import.meta.main) {
  const [source, target] = process.argv.slice(2)
  if (!source || !target) {
    process.stderr.write('Usage: generate-api-types.ts OPENAPI_FILE_OR_URL TARGET\n')
    process.exit(2)
  }
  await writeFile(target, typesOf(await readDocument(source)))
}
