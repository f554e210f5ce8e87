import { BeyondTheEnd, ByteReader } from './byte-reader.ts'
import { decodeBytes } from './charset.ts'
import { trimTail } from './trim-chars.ts'

export type MapiProperties = {
  isComplete: boolean
  text(id: number): string | null
  number(id: number): number | null
  /** Not copied. */
  bytes(id: number): Buffer | null
}

const maxProperties = 5_000
const types = { short: 0x02, long: 0x03, boolean: 0x0b, object: 0x0d, text8: 0x1e, text16: 0x1f, binary: 0x102 }
const manyFlag = 0x1000
/** Bytes of the values of a fixed length, padded to four (MS-OXCDATA §2.11.1). */
const fixedSizes: Record<number, number> = {
  1: 0,
  [types.short]: 4,
  [types.long]: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  [types.boolean]: 4,
  20: 8,
  64: 8,
  72: 16,
}

/** A list of MAPI properties as TNEF writes it (MS-OXTNEF §2.1.3.4), read as far as it makes sense. */
export function readMapiProperties(data: Buffer, charset: string | null): MapiProperties {
  const found = new Map<number, { type: number; value: Buffer }>()
  const isComplete = readAll(data, found)
  const propertyAt = (id: number, ...wanted: number[]) => {
    const property = found.get(id)
    return property && wanted.includes(property.type) ? property : null
  }
  return {
    isComplete,
    text(id) {
      const property = propertyAt(id, types.text8, types.text16)
      if (!property) return null
      const isWide = property.type === types.text16
      return trimTail(decodeBytes(property.value, isWide ? 'utf-16le' : charset), '\0')
    },
    number(id) {
      const property = propertyAt(id, types.long, types.short, types.boolean)
      return property ? property.value.readUInt32LE() : null
    },
    bytes: (id) => propertyAt(id, types.binary, types.object)?.value ?? null,
  }
}

function readAll(data: Buffer, found: Map<number, { type: number; value: Buffer }>): boolean {
  const reader = new ByteReader(data)
  try {
    const count = reader.u32()
    if (count > maxProperties) return false
    for (let i = 0; i < count; i++) {
      const type = reader.u16()
      const id = reader.u16()
      if (id >= 0x8000) skipName(reader)
      const value = readValue(reader, type)
      if (value) found.set(id, { type, value })
    }
    return true
  } catch (error) {
    if (error instanceof BeyondTheEnd) return false
    throw error
  }
}

/** Properties of an application's own have a name in front. */
function skipName(reader: ByteReader): void {
  reader.take(16)
  if (reader.u32() === 0) {
    reader.u32()
    return
  }
  const length = reader.u32()
  reader.take(length)
  reader.align(length)
}

/** The value, of several the first; null where there is none. */
function readValue(reader: ByteReader, type: number): Buffer | null {
  const size = fixedSizes[type & ~manyFlag]
  const isMany = (type & manyFlag) !== 0
  if (size !== undefined && !isMany) return reader.take(size)
  const isVariable = size === undefined
  const base = type & ~manyFlag
  if (isVariable && ![types.object, types.text8, types.text16, types.binary].includes(base)) {
    throw new BeyondTheEnd('a type of unknown length')
  }
  const count = reader.u32()
  let first: Buffer | null = null
  for (let i = 0; i < count; i++) {
    const length = size ?? reader.u32()
    const value = reader.take(length)
    if (isVariable) reader.align(length)
    else if (length === 0) throw new BeyondTheEnd('values of no length')
    first ??= value
  }
  return first
}
