export type Bitmap = { width: number; height: number; pixels: Uint8Array }

const maxPixels = 40_000_000

/**
 * A Windows bitmap (BMP) as pixels (RGBA), for scanners and old cameras that send nothing else: 1 to 32 bits, not
 * compressed. null for what is none or is packed in another way; `tooLarge` beyond 40 million pixels.
 */
export function readBitmap(file: Buffer): Bitmap | 'tooLarge' | null {
  if (file.length < 54 || file.toString('latin1', 0, 2) !== 'BM') return null
  const headSize = file.readUInt32LE(14)
  const width = file.readInt32LE(18)
  // Rows run upwards, unless the height is negative.
  const signedHeight = file.readInt32LE(22)
  const height = Math.abs(signedHeight)
  const bits = file.readUInt16LE(28)
  const isPlain = [0, 3].includes(file.readUInt32LE(30))
  if (headSize < 40 || width <= 0 || height === 0 || !isPlain || ![1, 4, 8, 24, 32].includes(bits)) return null
  if (width * height > maxPixels) return 'tooLarge'
  const palette = 14 + headSize
  const start = file.readUInt32LE(10)
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let y = 0; y < height; y++) {
    const row = start + (signedHeight > 0 ? height - 1 - y : y) * rowBytes
    for (let x = 0; x < width; x++) {
      const from = bits >= 24 ? row + (x * bits) / 8 : palette + 4 * indexAt(file, row, x, bits)
      // What is cut off stays white.
      if (from + 3 > file.length) continue
      const to = (y * width + x) * 4
      pixels[to] = file[from + 2] ?? 0
      pixels[to + 1] = file[from + 1] ?? 0
      pixels[to + 2] = file[from] ?? 0
    }
  }
  return { width, height, pixels }
}

/** The place in the palette that a pixel of 1, 4 or 8 bits names. */
function indexAt(file: Buffer, row: number, x: number, bits: number): number {
  const byte = file[row + Math.floor((x * bits) / 8)] ?? 0
  return (byte >> (8 - bits - ((x * bits) % 8))) & ((1 << bits) - 1)
}
