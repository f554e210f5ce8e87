import { splitAddress } from '../../conversation/signed-ids.ts'
import { findOwnAddresses } from '../../inbox/channel-account-store.ts'
import { keepForwardingConfirmation } from '../../inbox/forwarding-confirmations.ts'
import type { SenderVerdict } from '../../mail/authenticity.ts'
import { isProvenConfirmation } from '../../mail/forwarding-confirmation.ts'
import { messageKey } from '../../mail/mail-digest.ts'
import type { ParsedMail } from '../../mail/parsed-mail.ts'
import type { Database } from '../../platform/database.ts'
import { type Arrival, finishArrival } from '../arrival-store.ts'

/**
 * Takes a mail by which a provider asks for leave to forward (S19): where the provider's signature proves it, it becomes
 * a question in the settings of the channels that it names, and no conversation. False: it is mail like any other.
 * To must name the address: a question that was signed for somebody else's address is none to us, whoever sends it on.
 */
export async function takeConfirmation(
  database: Database,
  arrival: Arrival,
  mail: ParsedMail,
  verdict: SenderVerdict,
): Promise<boolean> {
  const confirmation = mail.forwardingConfirmation
  if (confirmation === null || !isProvenConfirmation(confirmation, verdict)) return false
  const named = new Set(mail.to.map(({ address }) => address.toLowerCase()))
  const asked = arrival.recipients.filter((one) => named.has(one) && splitAddress(one).plus === null)
  const own = (await findOwnAddresses(database.db, asked)).filter(
    (one) => one.accountId === arrival.accountId && one.isOn,
  )
  const channelIds = [...new Set(own.map((one) => one.channelAccountId))].sort((a, b) => Number(a) - Number(b))
  if (channelIds.length === 0) return false
  const { provider, code, link, askingAddress } = confirmation
  await database.transaction(async (tx) => {
    for (const channelId of channelIds) {
      await keepForwardingConfirmation(tx, {
        accountId: arrival.accountId,
        channelId,
        arrivalId: arrival.id,
        mailKey: messageKey(mail) ?? `arrival-${arrival.id}`,
        receivedAt: arrival.receivedAt,
        ...{ provider, code, link, askingAddress },
      })
    }
    await finishArrival(tx, arrival, 'forwarding-confirmation')
  })
  return true
}
