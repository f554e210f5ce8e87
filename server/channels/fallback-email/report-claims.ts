import type { DeliveryReport } from '../../conversation/delivery.ts'
import type { Reported } from '../../conversation/reported-store.ts'
import type { ParsedBounce, ParsedMail } from '../../mail/parsed-mail.ts'

/** What a report says of one recipient, by the addresses that it may have had here; lower case. */
export type Claim = DeliveryReport & { addresses: string[] }

/** What a mail says of deliveries; nothing for what is no report. Pure. */
export function claimsOf(mail: ParsedMail): Claim[] {
  const addressesOf = (one: Pick<ParsedBounce, 'recipient' | 'originalRecipient'>) =>
    [one.originalRecipient, one.recipient].flatMap((address) => address?.toLowerCase() ?? [])
  const sentenceOf = ({ diagnostic, status }: ParsedBounce) =>
    diagnostic ?? (status ? `${status} ${mail.subject}` : mail.subject)
  return [
    ...mail.bounces.map(
      (one): Claim => ({
        kind: mail.isDelayNotice ? 'delayed' : 'failed',
        sentence: sentenceOf(one),
        addresses: addressesOf(one),
      }),
    ),
    ...mail.delivered.map((one): Claim => ({ kind: 'delivered', sentence: null, addresses: addressesOf(one) })),
    ...(mail.read ? [{ kind: 'read' as const, sentence: null, addresses: addressesOf(mail.read) }] : []),
  ]
}

/**
 * Which deliveries the claims are about, of those that signed ids in the report lead to. Whoever got a mail of ours can
 * make up a report of it, so none may speak of another's copy: a claim counts for the delivery whose own token it brings,
 * and by the Message-ID, which all recipients of a mail know, only where the mail went to one alone. That he has read it,
 * each may say for himself.
 */
export function deliveriesMeant(
  claims: readonly Claim[],
  reported: readonly Reported[],
  fromAddress: string,
): { id: string; claim: Claim }[] {
  return reported.flatMap((delivery) => {
    const address = delivery.address.toLowerCase()
    const byAddress = claims.find(({ addresses }) => addresses.includes(address))
    if (delivery.isProven) {
      // An alias of his own: the report names where the copy went from there.
      const claim = byAddress ?? (claims.length === 1 ? claims[0] : undefined)
      return claim ? [{ id: delivery.id, claim }] : []
    }
    const mayClaim = delivery.isOnly || (byAddress?.kind === 'read' && fromAddress.toLowerCase() === address)
    return byAddress && mayClaim ? [{ id: delivery.id, claim: byAddress }] : []
  })
}
