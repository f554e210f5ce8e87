import { expect, test } from 'vitest'
import { readBitmap } from './read-bitmap.ts'

/** A BMP of two by two pixels: red and green above, blue and white below. */
function aBitmap(bits: number, rows: readonly number[][], { palette = [] as number[], height = 2 } = {}): Buffer {
  const head = Buffer.alloc(54)
  head.write('BM')
  head.writeUInt32LE(54 + palette.length, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(2, 18)
  head.writeInt32LE(height, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(bits, 28)
  const padded = rows.map((row) => Buffer.concat([Buffer.from(row)], Math.ceil(row.length / 4) * 4))
  return Buffer.concat([head, Buffer.from(palette), ...padded])
}

const [red, green, blue, white] = [
  [0, 0, 255],
  [0, 255, 0],
  [255, 0, 0],
  [255, 255, 255],
] as [number[], number[], number[], number[]]
const colours = [red, green, blue, white].flatMap((colour) => [...colour, 0])
const drawn = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]

test.each([
  {
    because: '24 bits, upwards',
    file: aBitmap(24, [
      [...blue, ...white],
      [...red, ...green],
    ]),
  },
  {
    because: '24 bits, downwards',
    file: aBitmap(
      24,
      [
        [...red, ...green],
        [...blue, ...white],
      ],
      { height: -2 },
    ),
  },
  {
    because: '32 bits',
    file: aBitmap(32, [
      [...blue, 0, ...white, 0],
      [...red, 0, ...green, 0],
    ]),
  },
  {
    because: '8 bits',
    file: aBitmap(
      8,
      [
        [2, 3],
        [0, 1],
      ],
      { palette: colours },
    ),
  },
  { because: '4 bits', file: aBitmap(4, [[0x23], [0x01]], { palette: colours }) },
])('a bitmap of $because', ({ file }) => {
  expect(readBitmap(file)).toEqual({ width: 2, height: 2, pixels: new Uint8Array(drawn) })
})

test.each([
  { because: 'cut off: the rest is white', file: aBitmap(24, []), pixels: 'white' },
  { because: 'no bitmap', file: Buffer.alloc(100), pixels: null },
  { because: 'of bits that there are not', file: aBitmap(7, []), pixels: null },
  { because: 'larger than any screen', file: aBitmap(24, [], { height: 2_000_000_000 }), pixels: 'tooLarge' },
])('abuse-13 a bitmap $because', ({ file, pixels }) => {
  const bitmap = readBitmap(file)
  if (pixels === 'white') expect(bitmap).toMatchObject({ pixels: new Uint8Array(16).fill(255) })
  else expect(bitmap).toBe(pixels)
})
