import { invalid } from '../../shared/problems.ts'
import { maxSignatureChars, maxSignatureImages, signatureImageIds, unknownTokens } from '../../shared/signature.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import type { Tx } from '../platform/database.ts'
import { holdSignatureImages } from './signature-images.ts'

/**
 * A signature as it is kept: what mail programs show of the HTML, with pictures that were uploaded for it (or lie on the
 * web, and are fetched by nobody here). `hasTokens`: it may name the sender.
 * @throws {Problem} `invalid`, which names a token that nobody knows
 */
export async function readSignature(
  tx: Tx,
  accountId: string,
  field: string,
  html: string,
  { hasTokens }: { hasTokens: boolean },
): Promise<string> {
  const kept = sanitiseHtml(html)
  if (kept.length > maxSignatureChars) throw invalid(field, `takes at most ${maxSignatureChars} characters`)
  const [unknown] = hasTokens ? unknownTokens(kept) : []
  if (unknown) throw invalid(field, `takes the tokens {{full_name}}, {{first_name}} and {{last_name}}, not ${unknown}`)
  const ids = signatureImageIds(kept)
  const named = new Set([...kept.matchAll(/data-cid="([^"]*)"/g)].map(([, cid]) => cid))
  if (ids.length > maxSignatureImages) throw invalid(field, `takes at most ${maxSignatureImages} pictures`)
  if (/<img[^>]* src="data:/.test(kept) || named.size > ids.length) throw invalid(field, uploadedFirst)
  if ((await holdSignatureImages(tx, accountId, ids)).length < ids.length) throw invalid(field, uploadedFirst)
  return kept
}

const uploadedFirst = 'takes pictures that were uploaded for it first'
