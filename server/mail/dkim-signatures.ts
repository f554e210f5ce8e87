/** More than a mail that went through a few hands carries; each may cost a pass over the whole body. */
const maxSignatures = 4

/**
 * The mail with those DKIM signatures hidden that can prove nothing about From: of domains that do not align with it,
 * and whatever comes after the fourth. The letters of their names are changed in a copy, so every length stays.
 */
export function withoutUselessSignatures(raw: Buffer, isUseful: (domain: string) => boolean): Buffer {
  const places = signaturesOf(raw)
  let useful = 0
  const useless = places.filter(({ domain }) => !isUseful(domain) || ++useful > maxSignatures)
  if (useless.length === 0) return raw
  const copy = Buffer.from(raw)
  for (const { at } of useless) copy.write('x-nn-s', at, 'latin1')
  return copy
}

type Signature = { at: number; domain: string }

/** Where the header's DKIM signatures stand and whose they are. */
function signaturesOf(raw: Buffer): Signature[] {
  const header = raw.toString('latin1', 0, endOfHeader(raw))
  return [...header.matchAll(/^dkim-signature[ \t]{0,10}:/gim)].map(({ index }) => {
    const rest = header.slice(index, index + 20_000)
    const end = rest.search(/\n(?![ \t])/)
    const value = (end === -1 ? rest : rest.slice(0, end)).replace(/\s/g, '')
    return { at: index, domain: /[:;]d=([^;]{1,300})/i.exec(value)?.[1] ?? '' }
  })
}

function endOfHeader(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((blank) => raw.indexOf(blank)).filter((at) => at !== -1)
  return Math.min(raw.length, 2_000_000, ...ends)
}
