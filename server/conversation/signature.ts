import { fillTokens, signatureImageIds } from '../../shared/signature.ts'
import type { UserActor } from '../account/actor.ts'
import { getProfile } from '../account/profile-store.ts'
import type { ChannelAccount } from '../inbox/channel-account-store.ts'
import { listSignatures } from '../inbox/channel-signature.ts'
import { htmlLines, textOfLines } from '../mail/html-lines.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import type { Db, Tx } from '../platform/database.ts'

/** The team's signature of a channel with this sender's name in it, or null where it has none (S20). */
export async function teamSignature(db: Db | Tx, channel: ChannelAccount, userName: string): Promise<string | null> {
  return (await teamSignatures(db, [channel], userName)).get(channel.id) ?? null
}

/** Those of several channels of one account, by the channel's id. */
export async function teamSignatures(
  db: Db | Tx,
  channels: readonly ChannelAccount[],
  userName: string,
): Promise<Map<string, string>> {
  const signing = channels.filter((one) => one.hasSignature)
  const [first] = signing
  if (!first) return new Map()
  const ids = signing.map((one) => one.id)
  const signatures = [...(await listSignatures(db, first.accountId, ids))]
  // Sanitised once more: a name is text, whatever place of the HTML its token stands in.
  const filled = signatures.map(([id, { html }]) => [id, sanitiseHtml(fillTokens(html, userName))] as const)
  return new Map(filled.filter(([, html]) => saysSomething(html)))
}

/** The person's own signature, for mail that is written from a contact's record; or null. */
export async function ownSignature(db: Db | Tx, author: UserActor): Promise<string | null> {
  const { signatureHtml } = await getProfile(db, author)
  return saysSomething(signatureHtml) ? signatureHtml : null
}

const saysSomething = (html: string) => /<img\b/.test(html) || signatureText(html) !== ''

/** A signature as the text part of a mail has it. */
export const signatureText = (html: string) => textOfLines(htmlLines(html))

/** The id by which the HTML of a mail names a picture of its signature. */
export const contentIdOf = (imageId: string) => `signature-${imageId}@samtale`

/** A kept signature as it stands in a mail: its pictures come with the mail, or lie on the web where it says so. */
export function signatureForMail(html: string): string {
  const pictures = new Map(signatureImageIds(html).map((id) => [`signature-${id}`, contentIdOf(id)]))
  return (
    html
      .replace(/ data-cid="([^"]*)"/g, (_, cid: string) => (pictures.has(cid) ? ` src="cid:${pictures.get(cid)}"` : ''))
      .replace(/ data-remote="/g, ' src="')
      .replace(/ data-background="[^"]*"/g, '')
      // Mail programs put an empty line between paragraphs; ours are lines, as the preview shows them.
      .replaceAll('<p>', '<p style="margin:0">')
  )
}
