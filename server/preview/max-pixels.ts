/**
 * What is drawn of a picture whose sender nobody chose: JPEG is scaled while it is read, so a camera's 100 megapixels cost
 * little; the others are held whole, four bytes each.
 */
export function maxPixelsOf(bytes: Uint8Array): number {
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? 120_000_000 : maxPixelsHeld
}

export const maxPixelsHeld = 25_000_000
