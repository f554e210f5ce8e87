import { readFile, writeFile } from 'node:fs/promises'

/**
 * Writes the types of the API for the web app from an OpenAPI 3.1 document:
 * `node scripts/generate-api-types.ts http://127.0.0.1:3000/api/openapi.json web/data/api.gen.ts`.
 * Each schema of `components.schemas` becomes an exported type; a schema that stands inline but carries a `$id` (or is
 * referred to) becomes its name. A check in the tests compares the file with a fresh run.
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
export type ApiDocument = { components?: { schemas?: Record<string, Schema> } }

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
  return `// Made by scripts/generate-api-types.ts from /api/openapi.json. Do not edit.\n\n${types.join('\n')}`
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
